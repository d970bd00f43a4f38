// Carries out rows with a reference, each like a form.
#include "bulk/changed_phones.h"

#include <algorithm>
#include <functional>

#include "base/crypto.h"
#include "base/login.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/columns.h"
#include "bulk/export.h"
#include "bulk/spreadsheet_damage.h"
#include "person/prefetched_directory.h"
#include "registration/change_from_form.h"
#include "registration/provisioning_warnings.h"
#include "registration/publisher.h"

namespace spaconf {
namespace {

std::size_t hash(const std::string& text) { return std::hash<std::string>()(text); }

}  // namespace

ChangedPhones::ChangedPhones(Services& services, const Import& import, const Table& table,
                             bool is_check)
    : services_(services), import_(import), table_(table), is_check_(is_check) {
  bool has_permissions = false;
  for (int position = 1; position <= most_lines; ++position) {
    has_permissions = has_permissions || !table_.permission_column(position).empty();
  }
  if (!table_.has("ref") || !has_permissions) return;
  table_.for_each([&](csv::Row&& row) { note_permissions(row); });
}

/// Collects by user the permissions that rows of existing phones give each account.
void ChangedPhones::note_permissions(const csv::Row& row) {
  if (table_.cell(row, "ref").empty()) return;
  for (int position = 1; position <= most_lines; ++position) {
    const std::string user(table_.cell(row, line_field(position, "user")));
    const std::string column = table_.permission_column(position);
    if (user.empty() || column.empty()) continue;
    auto words = split(table_.cell(row, column), ' ');
    std::erase(words, "");
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    const std::size_t given = hash(joined(words, " "));
    const auto [there, is_first] = permissions_.try_emplace(hash(user), Permissions{given});
    if (!is_first && there->second.hash != given) there->second.is_contradicted = true;
  }
}

/// The order of the rows must not decide, so contradictory rows are refused.
void ChangedPhones::refuse_contradictions(const csv::Row& row) const {
  for (int position = 1; position <= most_lines; ++position) {
    const std::string user(table_.cell(row, line_field(position, "user")));
    const auto found = permissions_.find(hash(user));
    if (user.empty() || found == permissions_.end() || !found->second.is_contradicted) continue;
    throw Conflict({table_.permission_column(position),
                    sentence(_("Rows of this table give the account {user} different permissions; "
                               "make them the same in all of its rows."),
                             {{"user", user}})});
  }
}

void ChangedPhones::prepare(const RowsWork& rows) {
  records_.clear();
  people_.reset();
  std::vector<std::string> refs, logins;
  for (const RowWork* work : rows) refs.push_back(work->result.ref);
  std::erase_if(refs, [](const std::string& ref) { return !is_ascii(ref); });
  for (SealedRecord& record : services_.store.registrations.find_all(refs)) {
    std::string ref = record.ref;
    records_.emplace(std::move(ref), std::move(record));
  }
  for (const RowWork* work : rows) {
    std::string login = plain_blanks(table_.cell(work->row, "login"));
    const auto record = records_.find(work->result.ref);
    const bool is_new = record != records_.end() && !same_login(login, record->second.wanted.login);
    if (is_new) logins.push_back(std::move(login));
  }
  if (logins.empty()) return;
  people_ = std::make_unique<PrefetchedDirectory>(*services_.directory, std::move(logins));
}

void ChangedPhones::carry_out(RowWork& work) {
  try {
    refuse_contradictions(work.row);
    update(work);
  } catch (const Overtaken&) {
    work.finish(RowResult::Kind::overtaken,
                {_("the phone was changed during the import; export the table again")});
  } catch (...) {
    work.refuse_for_exception();
  }
}

/// The prepared one, unless a row of this table may have changed it since.
std::optional<SealedRecord> ChangedPhones::record_of(const std::string& ref) {
  const auto found = records_.find(ref);
  return found == records_.end() ? services_.store.registrations.find(ref) : found->second;
}

/// Does the row match what export would write, in all its columns?
bool ChangedPhones::is_as_exported(const csv::Row& row, const Record& record) const {
  const auto there = export_row(record);
  const auto& known = export_columns();
  return std::ranges::all_of(table_.columns(), [&](const std::string& column) {
    // These change by themselves.
    if (column.empty() || column == "state" || column == "version") return true;
    if (is_password(column)) return table_.cell(row, column).empty();
    const std::string name = column == short_permission ? line_field(1, column) : column;
    const auto place = std::ranges::find(known, name) - known.begin();
    return table_.cell(row, column) == trim(there[std::size_t(place)]);
  });
}

/// The reason why a row with this version must not change the phone; empty when it may.
std::vector<std::string> ChangedPhones::version_errors(std::string_view typed, int now) const {
  if (typed.empty() && import_.is_forced) return {};
  if (typed.empty()) {
    return {_("the row has no version, so it may be older than the phone; export the table again")};
  }
  if (typed.find_first_not_of("0123456789") != typed.npos) {
    throw Conflict({"version", _("The version must be a number, as the export writes it.")});
  }
  if (typed == std::to_string(now)) return {};
  return {sentence(_("the phone is at version {now}, but the row is from version {version}; export "
                     "the table again"),
                   {{"now", now}, {"version", typed}})};
}

void ChangedPhones::update(RowWork& work) {
  const auto record = record_of(work.result.ref);
  if (!record) throw Conflict({"ref", _("There is no such registration.")});
  const std::string_view state = table_.cell(work.row, "state");
  if (record->is_live() && !state.empty() && state != name(record->state)) {
    throw Conflict(
        {"state", sentence(_("The phone is live; to take it out of use, run spaconf retire "
                             "{ref}."),
                           {{"ref", record->ref}})});
  }
  finish_profile(*record);
  if (is_as_exported(work.row, *record)) return work.finish(RowResult::Kind::unchanged, {});
  if (!record->is_live()) throw Conflict({"ref", _("This phone was retired.")});
  refuse_lost_zeros(table_, work.row, record->wanted);
  change(work, *record);
}

void ChangedPhones::change(RowWork& work, const SealedRecord& record) {
  Directory& directory = people_ ? *people_ : *services_.directory;
  auto change = change_to(services_.store.password_seal.opened(record), table_.form(work.row, true),
                          directory, services_.store, services_.form_rules());
  if (!change) return work.finish(RowResult::Kind::unchanged, {});
  if (!import_.may_set_provisioning) {
    refuse_provisioning_settings(services_.profiles, &record.wanted, *change->wanted);
  }
  forget_untouched_permissions(*change, record.wanted);
  auto errors =
      version_errors(table_.cell(work.row, "version"), record.version - own_versions_[record.ref]);
  if (!errors.empty()) return work.finish(RowResult::Kind::overtaken, std::move(errors));
  change->actor = change->key_owner = import_.actor;
  change->key = random_key();
  change->takes_over = import_.takes_over;
  change->of_batch = true;
  auto sentences = services_.phone_changer.effects_of(*change).rows;
  if (!is_check_) {
    records_.clear();
    const auto others = services_.phone_changer.carry_out(*change);
    for (const std::string& other : others) ++own_versions_[other];
    if (import_.on_others) import_.on_others(others);
  }
  work.finish(RowResult::Kind::changed, std::move(sentences));
}

/// A killed import may have left a profile unwritten.
void ChangedPhones::finish_profile(const Record& record) {
  const bool is_unfinished = record.is_live() && record.profile == ProfileState::pending;
  if (is_unfinished && !is_check_) services_.publisher.publish(record.id);
}

}  // namespace spaconf

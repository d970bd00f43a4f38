// Imports a CSV table row by row.
// Each row is handled like a form, by the same functions, and independently, so that a bad row does
// not affect the others.
#include "bulk/import.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/crypto.h"
#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"
#include "bulk/export.h"
#include "registration/change_from_form.h"
#include "registration/find_person.h"
#include "registration/provisioning_warnings.h"
#include "registration/publisher.h"
#include "registration/register.h"

namespace spaconf {
namespace {

/// A short name for the column of line 1's permissions.
constexpr std::string_view short_permission = "permission";

/// The known columns and the rows below them.
struct Table {
  std::vector<std::string> columns;
  std::vector<csv::Row> rows;
};

bool is_password(const std::string& column) {
  for (int position = 1; position <= most_lines; ++position) {
    if (column == line_field(position, "password")) return true;
  }
  return false;
}

Table table_in(std::string_view text) {
  if (!is_utf8(text)) throw csv::Malformed(1, "the file is not UTF-8");
  Table table{.columns = {}, .rows = csv::parse(text)};
  if (table.rows.empty()) throw csv::Malformed(1, "the file is empty");
  const auto& known = export_columns();
  const int head = table.rows.front().line;
  for (const std::string& cell : table.rows.front().cells) {
    std::string name(trim(cell));
    const bool is_known = std::ranges::find(known, name) != known.end();
    if (!is_known && !is_password(name) && name != short_permission) {
      throw csv::Malformed(head, "unknown column \"" + name + "\"");
    }
    if (std::ranges::find(table.columns, name) != table.columns.end()) {
      throw csv::Malformed(head, "duplicate column " + name);
    }
    table.columns.push_back(std::move(name));
  }
  table.rows.erase(table.rows.begin());
  return table;
}

class Importer {
 public:
  Importer(Services& services, const Import& import, const Table& table)
      : services_(services), import_(import), columns_(table.columns) {
    for (const csv::Row& row : table.rows) note_permissions(row);
  }

  RowResult import_row(const csv::Row& row) {
    RowResult result{
        .line = row.line, .kind = RowResult::Kind::refused, .ref = {}, .sentences = {}};
    if (row.cells.size() > columns_.size()) {
      result.sentences.push_back("the row has more cells than the first row");
      return result;
    }
    result.ref = cell(row, "ref");
    try {
      refuse_contradictions(row);
      result.kind = result.ref.empty() ? add(row, result) : update(row, result);
    } catch (const Rejected& rejected) {
      for (const Problem& problem : rejected.problems()) add_problem(result, problem);
    } catch (const Overtaken&) {
      result.kind = RowResult::Kind::overtaken;
      result.sentences = {"the phone was changed during the import; export the table again"};
    } catch (const AlreadyRegistered& there) {
      if (!cell(row, "ref").empty()) {
        add_problem(result, there.problem());
        return result;
      }
      result.kind = RowResult::Kind::unchanged;
      result.ref = there.ref();
      result.sentences.push_back("already registered as " + there.ref());
    } catch (const Conflict& conflict) {
      add_problem(result, conflict.problem());
      if (!conflict.ref().empty()) result.sentences.back() += " See " + conflict.ref() + ".";
    } catch (const Unavailable&) {
      throw;
    } catch (const std::exception& error) {
      // This phone's row in the database is unreadable.
      result.kind = RowResult::Kind::refused;
      result.sentences = {error.what()};
    }
    return result;
  }

 private:
  static void add_problem(RowResult& result, const Problem& problem) {
    result.sentences.push_back((problem.field.empty() ? "" : problem.field + ": ") +
                               problem.sentence);
  }

  /// The column with the permissions of the line's account; empty when there is none.
  std::string permission_column(int position) const {
    for (const std::string& name :
         {line_field(position, "permission"), std::string(position == 1 ? short_permission : "")}) {
      if (std::ranges::find(columns_, name) != columns_.end()) return name;
    }
    return "";
  }

  /// Collects by user the permissions that rows of existing phones give each account.
  void note_permissions(const csv::Row& row) {
    if (cell(row, "ref").empty()) return;
    for (int position = 1; position <= most_lines; ++position) {
      const std::string user = cell(row, line_field(position, "user"));
      const std::string column = permission_column(position);
      if (user.empty() || column.empty()) continue;
      auto words = split(cell(row, column), ' ');
      std::erase(words, "");
      permissions_[user].insert(std::set<std::string>(words.begin(), words.end()));
    }
  }

  /// The order of the rows must not decide, so contradictory rows are refused.
  void refuse_contradictions(const csv::Row& row) const {
    if (cell(row, "ref").empty()) return;
    for (int position = 1; position <= most_lines; ++position) {
      const std::string user = cell(row, line_field(position, "user"));
      const auto found = permissions_.find(user);
      if (found == permissions_.end() || found->second.size() < 2) continue;
      throw Conflict({permission_column(position),
                      "Rows of this table give the account " + user +
                          " different permissions; make them the same in all of its rows."});
    }
  }

  std::string cell(const csv::Row& row, const std::string& column) const {
    const auto place = std::ranges::find(columns_, column) - columns_.begin();
    return std::size_t(place) < row.cells.size() ? std::string(trim(row.cells[place])) : "";
  }

  /// Does the row match what export would write, in all its columns?
  bool is_as_exported(const csv::Row& row, const Record& record) const {
    const auto there = export_row(record);
    const auto& known = export_columns();
    return std::ranges::all_of(columns_, [&](const std::string& column) {
      // These change by themselves.
      if (column == "state" || column == "version") return true;
      if (is_password(column)) return cell(row, column).empty();
      const std::string name = column == short_permission ? line_field(1, column) : column;
      const auto place = std::ranges::find(known, name) - known.begin();
      return cell(row, column) == trim(there[std::size_t(place)]);
    });
  }

  /// The reason why a row with this version must not change the phone; empty when it may.
  std::vector<std::string> version_errors(const std::string& typed, int now) const {
    if (typed.empty() && import_.is_forced) return {};
    if (typed.empty()) {
      return {"the row has no version, so it may be older than the phone; export the table again"};
    }
    if (typed.find_first_not_of("0123456789") != typed.npos) {
      throw Conflict({"version", "The version must be a number, as the export writes it."});
    }
    if (typed == std::to_string(now)) return {};
    return {"the phone is at version " + std::to_string(now) + ", but the row is from version " +
            typed + "; export the table again"};
  }

  /// A row of an existing phone.
  RowResult::Kind update(const csv::Row& row, RowResult& result) {
    const auto record = services_.store.registrations.find(result.ref);
    if (!record) throw Conflict({"ref", "There is no such registration."});
    const std::string state = cell(row, "state");
    if (record->is_live() && !state.empty() && state != name(record->state)) {
      throw Conflict({"state", "The phone is live; to take it out of use, run spaconf retire " +
                                   record->ref + "."});
    }
    finish(*record);
    if (is_as_exported(row, *record)) return RowResult::Kind::unchanged;
    if (!record->is_live()) throw Conflict({"ref", "This phone was retired."});
    auto change = change_to(services_.store.password_seal.opened(*record), form_of(row, true),
                            *services_.directory, services_.store, services_.form_rules());
    if (!change) return RowResult::Kind::unchanged;
    forget_untouched_permissions(*change, record->wanted);
    result.sentences =
        version_errors(cell(row, "version"), record->version - own_steps_[record->ref]);
    if (!result.sentences.empty()) return RowResult::Kind::overtaken;
    change->actor = change->key_owner = import_.actor;
    change->key = random_key();
    change->takes_over = import_.takes_over;
    change->of_batch = true;
    auto sentences = services_.phone_changer.effects_of(*change).rows;
    if (!import_.dry_run) {
      for (const std::string& other : services_.phone_changer.carry_out(*change)) {
        ++own_steps_[other];
      }
    }
    result.sentences = std::move(sentences);
    return RowResult::Kind::changed;
  }

  /// A killed import may have left a profile unwritten.
  void finish(const Record& record) {
    const bool is_unfinished = record.is_live() && record.profile == ProfileState::pending;
    if (is_unfinished && !import_.dry_run) services_.publisher.publish(record.id);
  }

  /// `with_empty`: an empty cell clears the value; otherwise it counts as missing.
  Fields form_of(const csv::Row& row, bool with_empty) const {
    Fields fields;
    for (const std::string& column : columns_) {
      const std::string value = cell(row, column);
      if (column == "ref" || column == "version" || column == "state") continue;
      if (value.empty()) {
        if (with_empty && !is_password(column)) fields.add(column, "");
        continue;
      }
      if (!column.ends_with(short_permission) && column != "setting") {
        fields.add(column, value);
        continue;
      }
      for (const std::string& each : split(value, column == "setting" ? '\n' : ' ')) {
        if (!trim(each).empty()) fields.add(column, std::string(trim(each)));
      }
    }
    return fields;
  }

  /// A row of a phone that is new, or was new when the table was first imported.
  RowResult::Kind add(const csv::Row& row, RowResult& result) {
    const std::string state = cell(row, "state");
    if (!state.empty() && state != name(RegistrationState::live)) {
      throw Conflict({"state", "Only live phones can be registered; leave the state empty."});
    }
    const Fields fields = form_of(row, false);
    RegistrationRequest order{.actor = import_.actor,
                              .key_owner = import_.actor,
                              .key = fingerprint(fields),
                              .fingerprint = fingerprint(fields),
                              .wanted = read_form(fields, services_.form_rules()),
                              .person = {},
                              .takes_over = import_.takes_over,
                              .of_batch = true};
    if (auto before = services_.store.request_keys.answer(order.actor, order.key)) {
      result.ref = before->ref;
      const auto record = services_.store.registrations.find(before->ref);
      if (record) finish(*record);
      if (!record || record->is_live()) return RowResult::Kind::unchanged;
      throw Conflict({"ref",
                      "This row was registered before, and its phone has been retired. To "
                      "register the phone again, use the form."},
                     before->ref);
    }
    order.person = known_person(*services_.directory, services_.store, order.wanted.login);
    order.wanted.login = order.person.login;
    require_name(order.person, order.wanted);
    if (import_.dry_run) {
      require_unregistered(services_.store, services_.exchange.domain(), order.wanted);
    } else {
      result.ref =
          register_phone(services_.store, services_.exchange, services_.publisher, order).ref;
    }
    result.sentences = provisioning_warnings(services_.profiles, nullptr, order.wanted);
    return RowResult::Kind::registered;
  }

  Services& services_;
  const Import& import_;
  /// By reference: how many new versions of a phone other rows of this table have caused.
  std::map<std::string, int> own_steps_;
  const std::vector<std::string>& columns_;
  std::map<std::string, std::set<std::set<std::string>>> permissions_;
};

}  // namespace

void import_table(Services& services, std::string_view text, const Import& import) {
  const Table table = table_in(text);
  services.require_databases();
  Importer importer(services, import, table);
  for (const csv::Row& row : table.rows) import.on_row(importer.import_row(row));
}

}  // namespace spaconf

// Carries out a change of a phone in one transaction, or previews it.
// The transaction keeps the old revision, writes the new one and queues the tasks for profile and
// ticket. A preview is the same transaction, rolled back.
#include "registration/change.h"

#include <algorithm>

#include "base/diff.h"
#include "base/log.h"
#include "base/login.h"
#include "base/text.h"
#include "base/translation.h"
#include "phone/masked_profile.h"
#include "registration/account_assignment.h"
#include "registration/actions.h"
#include "registration/audit_events.h"
#include "registration/differences.h"
#include "registration/idempotency.h"
#include "registration/provisioning_warnings.h"
#include "registration/register.h"
#include "ticket/ticket_system.h"

namespace spaconf {
namespace {

/// How many other phones' profiles are written before the answer; the worker writes the rest.
constexpr std::size_t others_at_once = 3;

/// Rolls the transaction of a preview back.
struct Rollback {};

class ChangeTransaction {
 public:
  ChangeTransaction(Store& store, Exchange& exchange, const Publisher& publisher,
                    const Templates& templates, const Change& change)
      : store_(store),
        exchange_(exchange),
        publisher_(publisher),
        templates_(templates),
        change_(change) {}

  /// Runs in one transaction. May be called again if the database gave up on a lock.
  void apply() {
    before_ = live(store_.registrations.lock(change_.ref));
    if (before_.version != change_.version) throw Overtaken();
    store_.revisions.archive(before_, change_.actor, action());
    after_ = RecordWithPasswords(before_);
    ++after_.version, ++after_.generation;
    accounts_.emplace(store_, exchange_, policy());
    if (change_.wanted) {
      rewrite();
    } else {
      retire();
    }
    enqueue_tasks();
    const LanguageInUse of_audit(english);
    store_.audit_trail.add(change_.actor, action(), change_.ref, joined(rows(), "; "));
    audit_taken_over(store_.audit_trail, change_.actor, change_.ref, *accounts_);
  }

  std::int64_t id() const { return before_.id; }
  /// Other phones whose profiles must be rewritten.
  std::vector<std::int64_t> followers() const {
    std::vector<std::int64_t> ids;
    for (const auto& [id, phone] : accounts_->others()) {
      if (phone.needs_profile) ids.push_back(id);
    }
    return ids;
  }

  /// References of other phones that got a new version.
  std::vector<std::string> moved_on() const {
    std::vector<std::string> refs;
    for (const auto& [id, phone] : accounts_->others()) {
      if (phone.has_next_version) refs.push_back(phone.ref);
    }
    return refs;
  }

  Effects effects() const {
    return {.rows = rows(), .profile = difference_of_profiles(), .note = note_};
  }

 private:
  std::string action() const { return std::string(change_.action->name); }
  EventOrigin origin() const { return {.actor = change_.actor, .action = action()}; }

  static LockedRecord live(std::optional<LockedRecord> record) {
    if (!record) throw Conflict({"", _("There is no such registration.")});
    if (!record->is_live()) throw Conflict({"", _(is_retired)});
    return std::move(*record);
  }

  AccountPolicy policy() const {
    const Registration& wanted = change_.wanted ? *change_.wanted : before_.wanted;
    AccountPolicy holder{.login = wanted.login,
                         .phone = before_.id,
                         .takes_over = change_.takes_over,
                         .may_change = true,
                         .actor = change_.actor,
                         .leaves_accounts = leaves_accounts(),
                         .keeps_shared = change_.keeps_passwords};
    for (const Line& line : before_.wanted.lines) holder.users.push_back(line.user);
    return holder;
  }

  /// After this change the device must not use its accounts any longer.
  bool leaves_accounts() const {
    if (!change_.wanted) return true;
    const Registration &was = before_.wanted, &is = *change_.wanted;
    return was.model != is.model || was.mac != is.mac || was.login != is.login;
  }

  void rewrite() {
    after_.wanted = *change_.wanted;
    after_.person = change_.person;
    for (Line& line : after_.wanted.lines) {
      if (line.display.empty()) line.display = after_.person.name;
    }
    after_.profile = after_.wanted.mac ? ProfileState::pending : ProfileState::none;
    store_.registrations.change(after_);
    store_.events.add(EventType::changed, before_.id, origin());
    assign_accounts();
    withdraw_profile();
    if (before_.wanted.mac != after_.wanted.mac ||
        !same_login(before_.person.login, after_.person.login)) {
      store_.observations.forget_online(before_.id);
    }
  }

  std::vector<Difference> differences_now() const {
    return differences(before_.wanted, before_.person, without_permissions(after_.wanted),
                       after_.person);
  }

  /// What it changes, in the language in use: the user reads it, the audit is in English.
  std::vector<std::string> rows() const {
    std::vector<std::string> rows;
    const auto add = [&](const std::vector<Phrase>& phrases) {
      for (const Phrase& each : phrases) rows.push_back(each());
    };
    if (change_.wanted) {
      for (const Difference& each : differences_now()) rows.push_back(each.sentence());
      add(change_.remarks);
      for (std::string& each :
           provisioning_warnings(publisher_.profiles(), &before_.wanted, after_.wanted)) {
        rows.push_back(std::move(each));
      }
    } else {
      rows.emplace_back(_("retired"));
    }
    add(accounts_->changes());
    if (withdraws_profile()) {
      rows.push_back(sentence(_("profile {file}: removed"), {{"file", file(before_)}}));
    }
    return rows;
  }

  /// The accounts report these themselves.
  static Registration without_permissions(Registration wanted) {
    for (Line& line : wanted.lines) line.permissions.reset();
    return wanted;
  }

  void retire() {
    after_.wanted.lines.clear();
    after_.wanted.mac.reset();
    store_.registrations.retire(before_);
    store_.events.add(EventType::retired, before_.id, origin());
    assign_accounts();
    withdraw_profile();
  }

  void assign_accounts() {
    store_.lines.remove_all(before_.id);
    for (Line& line : after_.wanted.lines) {
      store_.lines.add(before_.id, line, accounts_->assign_account(line));
      const auto& had = before_.wanted;
      const bool is_new = had.login != after_.wanted.login || had.model != after_.wanted.model ||
                          std::ranges::count(had.lines, line.user, &Line::user) == 0;
      if (is_new) {
        require_no_software_phone(store_.lines, exchange_.domain(), after_.wanted, line,
                                  before_.id);
      }
    }
    for (const Line& line : before_.wanted.lines) {
      const bool stays = std::ranges::count(after_.wanted.lines, line.user, &Line::user) > 0;
      if (!stays) accounts_->drop_if_unused(line.user);
    }
  }

  bool withdraws_profile() const {
    return before_.wanted.mac && before_.wanted.mac != after_.wanted.mac;
  }

  void withdraw_profile() {
    if (withdraws_profile()) store_.withdrawals.queue(before_.id, *before_.wanted.mac);
  }

  void enqueue_tasks() {
    if (!change_.wanted || before_.wanted.login != after_.wanted.login) {
      store_.mails.cancel(before_.id);
    }
    std::vector<TaskKind> kinds;
    // The withdrawal task also completes the retirement of a phone without profile.
    const bool concerns_folder = before_.wanted.mac || after_.wanted.mac || !change_.wanted;
    if (concerns_folder) kinds.push_back(TaskKind::profile);
    note_ = note();
    if (!note_.empty()) kinds.push_back(TaskKind::ticket);
    if (!kinds.empty()) {
      store_.tasks.add(
          before_.id, kinds,
          {.generation = after_.generation, .note = note_, .of_batch = change_.of_batch});
    }
    const auto others = followers();
    if (!others.empty()) store_.profile_queue.enqueue(others, "", std::chrono::seconds(0));
    for (const auto& [id, phone] : accounts_->others()) {
      const LanguageInUse of_audit(english);
      std::vector<std::string> changes;
      for (const Phrase& each : phone.changes) changes.push_back(each());
      store_.audit_trail.add(change_.actor, name(AuditEvent::account_changed), phone.ref,
                             joined(changes, "; ") + "; by a change of " + change_.ref);
    }
  }

  /// The ticket comment; empty when the change does not concern addresses and names. The ticket of
  /// a batch lists numbers, too.
  std::string note() const {
    const LanguageInUse of_tickets(site_language());
    Values values;
    values.set("REF", change_.ref);
    values.set("ACTOR", change_.actor);
    values.set("MODEL", _(before_.wanted.model->label));
    values.set("NAME", without_marks(before_.person.name));
    bool concerns_network_staff = !change_.wanted;
    if (change_.wanted) {
      values.show("CHANGED");
    } else {
      Values retired = values.add("RETIRED");
      retired.show_if("MAC", before_.wanted.mac ? before_.wanted.mac->colons() : "");
      retired.show_if("HOSTNAME", before_.wanted.hostname);
    }
    const bool is_of_batch = !before_.ticket_batch.empty();
    const auto differences = change_.wanted ? differences_now() : std::vector<Difference>();
    for (const Difference& each : differences) {
      if (!each.concerns_network_staff && !(is_of_batch && each.is_of_number)) continue;
      concerns_network_staff = true;
      values.add("DIFFERENCE").set("SENTENCE", without_marks(each.sentence()));
    }
    if (!concerns_network_staff) return "";
    return templates_.fill(is_of_batch ? "tickets/batch.note.tpl" : "tickets/change.text.tpl",
                           values);
  }

  /// The difference between the current profile and the new one.
  std::string difference_of_profiles() const {
    if (!before_.wanted.mac || !after_.wanted.mac) return "";
    const auto& parameter_table = publisher_.profiles().parameter_table();
    const std::string is = publisher_.fill(after_).bytes;
    std::string was;
    try {
      was = publisher_.fill(store_.password_seal.opened(before_)).bytes;
    } catch (const UnreadablePassword&) {
      return "";  // the change gives it a password that can be read
    }
    return unified_diff(masked(was, parameter_table), masked(is, parameter_table, was),
                        file(before_), file(after_));
  }

  std::string file(const Record& record) const { return publisher_.path_of(*record.wanted.mac); }

  Store& store_;
  Exchange& exchange_;
  const Publisher& publisher_;
  const Templates& templates_;
  const Change& change_;
  LockedRecord before_;
  RecordWithPasswords after_;
  std::optional<AccountAssignment> accounts_;
  std::string note_;
};

/// The tasks are queued, so a failure here only defers them.
void after_commit(Publisher& publisher, const Change& change,
                  const ChangeTransaction& transaction) {
  log("changed", {{"ref", change.ref}, {"by", change.actor}, {"how", change.action->name}});
  std::vector<std::int64_t> registrations{transaction.id()};
  const auto others = transaction.followers();
  if (others.size() <= others_at_once) {
    registrations.insert(registrations.end(), others.begin(), others.end());
  }
  try {
    for (std::int64_t each : registrations) {
      // Each would wait for the exchange.
      if (!publisher.publish(each) && publisher.exchange_is_away()) return;
    }
  } catch (const Unavailable& error) {
    log(Priority::warning, "profile write deferred", {{"ref", change.ref}, {"why", error.what()}});
  }
}

RequestKey request_key_of(const Change& change) {
  return {.actor = change.key_owner,
          .key = change.key,
          .fingerprint = change.fingerprint,
          .ref = change.ref,
          .mac = change.wanted ? change.wanted->mac : std::nullopt};
}

}  // namespace

Effects PhoneChanger::effects_of(const Change& change) {
  store_.require_schema();
  exchange_.require();
  ChangeTransaction transaction(store_, exchange_, publisher_, templates_, change);
  RequestKey claim = request_key_of(change);
  try {
    run_once(store_, claim, [&] {
      transaction.apply();
      throw Rollback();
    });
  } catch (const Rollback&) {
    return transaction.effects();
  }
  return {};  // this request was carried out before
}

std::vector<std::string> PhoneChanger::carry_out(const Change& change) {
  store_.require_schema();
  exchange_.require();
  ChangeTransaction transaction(store_, exchange_, publisher_, templates_, change);
  RequestKey claim = request_key_of(change);
  if (!run_once(store_, claim, [&] { transaction.apply(); })) return {};
  after_commit(publisher_, change, transaction);
  return transaction.moved_on();
}

}  // namespace spaconf

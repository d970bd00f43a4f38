// Checks our own tables for inconsistent rows.
// Our own tables. No program of ours leaves such rows: a copy of the database that was restored,
// another program or a hand does.
#include "reconcile/comparison.h"
#include "registration/accounts.h"

namespace spaconf {
namespace {

/// So many phones that cannot be read are named.
constexpr int most_unreadable = 100;

/// A state that a registration should not be in.
struct RowCheck {
  ConsistencyRule kind;
  std::string condition;  ///< In SQL, about a row of registration
  const char* sentence;
  void (*repair)(Services& services, std::int64_t registration) = [](auto&, auto) {};
  bool publishes = false;
};

void enqueue_profile(Services& services, std::int64_t registration) {
  services.ledger.enqueue_profiles({registration}, "", std::chrono::seconds(0));
}

void enqueue_ticket(Services& services, std::int64_t registration) {
  services.tasks.enqueue_ticket(registration);
}

/// There is a task of the row's registration, of that kind and in one of these states.
std::string has_task(const std::string& kind, const std::string& states) {
  return "EXISTS (SELECT 1 FROM task WHERE registration_id = registration.id AND kind = '" + kind +
         "' AND task.state IN (" + states + "))";
}

const std::vector<RowCheck>& incomplete_rows() {
  static const std::vector<RowCheck> all = {
      {rule::profile_unpromised,
       "registration.state = 'live' AND profile_state = 'pending' AND NOT " +
           has_task("profile", "'due'"),
       "its profile is pending, and nobody would write it", enqueue_profile, true},
      {rule::profile_unsummed,
       "registration.state = 'live' AND profile_state = 'done' AND profile_sha256 IS NULL",
       "its profile is done, and what was written is not known", enqueue_profile, true},
      {rule::profile_overdue,
       "registration.state = 'live' AND profile_state = 'done' AND " + has_task("profile", "'due'"),
       "its profile is done, and is to be written for ever", enqueue_profile, true},
      {rule::ticket_unpromised,
       "(ticket_state IN ('pending', 'unknown') OR (ticket_state = 'done' AND ticket_number IS"
       " NULL)) AND NOT " +
           has_task("ticket", "'due'"),
       "it has no ticket, and nobody would hand one in", enqueue_ticket},
      {rule::ticket_unpromised,
       "ticket_state = 'parked' AND NOT " + has_task("ticket", "'due', 'parked'"),
       "its ticket is parked, and nobody could have it tried again", enqueue_ticket},
      {rule::retirement_unfinished,
       "registration.state = 'retiring' AND NOT " + has_task("profile", "'due'"),
       "it is being retired, and nobody would finish that", [](auto&, auto) {}, true},
  };
  return all;
}

const std::vector<RowCheck>& inconsistent_rows() {
  static const std::vector<RowCheck> all = {
      {rule::line_without_account,
       "EXISTS (SELECT 1 FROM line LEFT JOIN account ON account.id = account_id"
       " WHERE registration_id = registration.id AND account.id IS NULL)",
       "a line of it has no account"},
      {rule::phone_without_line,
       "registration.state = 'live' AND NOT EXISTS"
       " (SELECT 1 FROM line WHERE registration_id = registration.id)",
       "it has no line"},
  };
  return all;
}

void look_at(Comparison& comparison, const std::vector<RowCheck>& check) {
  Services& services = comparison.services;
  for (const RowCheck& check : check) {
    for (std::int64_t id : services.ledger.registrations_where(check.condition)) {
      comparison.recheck_locked([&]() -> std::optional<Recheck> {
        const auto record = services.ledger.lock(id);
        if (!record || !services.ledger.holds_for(id, check.condition)) return {};
        return Recheck{.finding = {check.kind, record->ref, check.sentence},
                       .ref = record->ref,
                       .repair = [&, id] { check.repair(services, id); },
                       .to_be_published = check.publishes ? id : 0};
      });
    }
  }
}

/// The worker asks for what is to be withdrawn by registration; it finds nothing to do for these.
void look_at_withdrawals(Comparison& comparison) {
  Ledger& ledger = comparison.services.ledger;
  for (const Mac& mac : ledger.orphaned_withdrawals()) {
    comparison.recheck_locked([&] {
      return Recheck{.finding = {rule::withdrawal_unfinished, mac.colons(),
                                 "its profile is to be withdrawn by a registration that never "
                                 "had it"},
                     .repair = [&] { ledger.cancel_withdrawal(mac); }};
    });
  }
}

void look_at_lines(Comparison& comparison) {
  Ledger& ledger = comparison.services.ledger;
  for (std::int64_t id : ledger.with_lines_of_no_phone()) {
    comparison.recheck_locked([&]() -> std::optional<Recheck> {
      const auto record = ledger.lock(id);
      if (record && (record->state == "live" || record->wanted.lines.empty())) return {};
      const std::string ref = record ? record->ref : "";
      return Recheck{
          .finding = {rule::line_of_no_phone, record ? ref : "registration " + std::to_string(id),
                      "it is not in use, and has lines"},
          .ref = ref,
          .repair = [&ledger, id] { ledger.remove_lines(id); }};
    });
  }
}

void look_at_accounts(Comparison& comparison) {
  Services& services = comparison.services;
  const std::string& domain = services.exchange.domain();
  for (const std::string& user : services.ledger.accounts_without_line(domain)) {
    comparison.recheck_locked([&]() -> std::optional<Recheck> {
      const auto held = services.ledger.lock_account(user, domain);
      if (!held || !services.ledger.phones_with(held->id).empty()) return {};
      return Recheck{.finding = {rule::account_without_line, user, "no phone has a line with it"},
                     .repair = [&] { Accounts(services, {}).drop_if_unused(user); }};
    });
  }
}

}  // namespace

void compare_promises(Comparison& comparison) {
  comparison.services.require_databases();
  for (const std::string& each : comparison.services.ledger.unreadable(most_unreadable)) {
    comparison.not_checked(each);
  }
  look_at(comparison, incomplete_rows());
  look_at_withdrawals(comparison);
}

void compare_rows(Comparison& comparison) {
  look_at(comparison, inconsistent_rows());
  look_at_lines(comparison);
  look_at_accounts(comparison);
}

}  // namespace spaconf

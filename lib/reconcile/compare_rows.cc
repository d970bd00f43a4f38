// Checks our own tables for inconsistent rows.
// spaconf itself never leaves such rows. They come from a restored backup, another program or
// manual changes.
#include "reconcile/comparison.h"
#include "registration/accounts.h"

namespace spaconf {
namespace {

/// How many unreadable phones are reported by name.
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

/// The condition that the registration has a task of that kind in one of these states.
std::string has_task(const std::string& kind, const std::string& states) {
  return "EXISTS (SELECT 1 FROM task WHERE registration_id = registration.id AND kind = '" + kind +
         "' AND task.state IN (" + states + "))";
}

const std::vector<RowCheck>& incomplete_rows() {
  static const std::vector<RowCheck> all = {
      {rule::profile_unpromised,
       "registration.state = 'live' AND profile_state = 'pending' AND NOT " +
           has_task("profile", "'due'"),
       "its profile is pending, but it has no task to write it", enqueue_profile, true},
      {rule::profile_unsummed,
       "registration.state = 'live' AND profile_state = 'done' AND profile_sha256 IS NULL",
       "its profile is done, but its checksum is missing", enqueue_profile, true},
      {rule::profile_overdue,
       "registration.state = 'live' AND profile_state = 'done' AND " + has_task("profile", "'due'"),
       "its profile is done, but its task is still open", enqueue_profile, true},
      {rule::ticket_unpromised,
       "(ticket_state IN ('pending', 'unknown') OR (ticket_state = 'done' AND ticket_number IS"
       " NULL)) AND NOT " +
           has_task("ticket", "'due'"),
       "it has no ticket and no task to create one", enqueue_ticket},
      {rule::ticket_unpromised,
       "ticket_state = 'parked' AND NOT " + has_task("ticket", "'due', 'parked'"),
       "its ticket is parked, but it has no task to retry", enqueue_ticket},
      {rule::retirement_unfinished,
       "registration.state = 'retiring' AND NOT " + has_task("profile", "'due'"),
       "it is being retired, but it has no task to finish that", [](auto&, auto) {}, true},
  };
  return all;
}

const std::vector<RowCheck>& inconsistent_rows() {
  static const std::vector<RowCheck> all = {
      {rule::line_without_account,
       "EXISTS (SELECT 1 FROM line LEFT JOIN account ON account.id = account_id"
       " WHERE registration_id = registration.id AND account.id IS NULL)",
       "one of its lines has no account"},
      {rule::phone_without_line,
       "registration.state = 'live' AND NOT EXISTS"
       " (SELECT 1 FROM line WHERE registration_id = registration.id)",
       "it has no lines"},
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

/// The worker looks for withdrawals by registration and never finds these.
void look_at_withdrawals(Comparison& comparison) {
  Ledger& ledger = comparison.services.ledger;
  for (const Mac& mac : ledger.orphaned_withdrawals()) {
    comparison.recheck_locked([&] {
      return Recheck{.finding = {rule::withdrawal_unfinished, mac.colons(),
                                 "its profile is to be removed for a registration that never "
                                 "had this address"},
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
                      "it is not live, but has lines"},
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
      return Recheck{.finding = {rule::account_without_line, user, "no phone uses it"},
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

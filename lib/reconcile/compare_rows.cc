// Checks our own tables for inconsistent rows.
// Our own tables. No program of ours leaves such rows: a copy of the database that was restored,
// another program or a hand does.
#include "reconcile/comparison.h"
#include "registration/account_assignment.h"

namespace spaconf {
namespace {

/// So many phones that cannot be read are named.
constexpr int most_unreadable = 100;

/// A state that a registration should not be in.
struct RowCheck {
  ConsistencyRule kind;
  RowFault fault;
  const char* sentence;
  void (*repair)(Services& services, std::int64_t registration) = [](auto&, auto) {};
  bool publishes = false;
};

void enqueue_profile(Services& services, std::int64_t registration) {
  services.store.profile_queue.enqueue({registration}, "", std::chrono::seconds(0));
}

void enqueue_ticket(Services& services, std::int64_t registration) {
  services.store.tickets.enqueue(registration);
}

const std::vector<RowCheck>& incomplete_rows() {
  static const std::vector<RowCheck> all = {
      {rule::profile_unpromised, RowFault::profile_without_task,
       "its profile is pending, and nobody would write it", enqueue_profile, true},
      {rule::profile_unsummed, RowFault::profile_without_sum,
       "its profile is done, and what was written is not known", enqueue_profile, true},
      {rule::profile_overdue, RowFault::profile_with_open_task,
       "its profile is done, and is to be written for ever", enqueue_profile, true},
      {rule::ticket_unpromised, RowFault::ticket_without_task,
       "it has no ticket, and nobody would hand one in", enqueue_ticket},
      {rule::ticket_unpromised, RowFault::parked_ticket_without_task,
       "its ticket is parked, and nobody could have it tried again", enqueue_ticket},
      {rule::retirement_unfinished, RowFault::retirement_without_task,
       "it is being retired, and nobody would finish that", [](auto&, auto) {}, true},
  };
  return all;
}

const std::vector<RowCheck>& inconsistent_rows() {
  static const std::vector<RowCheck> all = {
      {rule::line_without_account, RowFault::line_without_account, "a line of it has no account"},
      {rule::phone_without_line, RowFault::phone_without_line, "it has no line"},
  };
  return all;
}

void look_at(Comparison& comparison, const std::vector<RowCheck>& checks) {
  Services& services = comparison.services;
  for (const RowCheck& check : checks) {
    for (std::int64_t id : services.store.consistency.registrations_with(check.fault)) {
      comparison.recheck_locked([&]() -> std::optional<Recheck> {
        const auto record = services.store.registrations.lock(id);
        if (!record || !services.store.consistency.has(id, check.fault)) return {};
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
  Store& store = comparison.services.store;
  for (const Mac& mac : store.withdrawals.orphaned()) {
    comparison.recheck_locked([&] {
      return Recheck{.finding = {rule::withdrawal_unfinished, mac.colons(),
                                 "its profile is to be withdrawn by a registration that never "
                                 "had it"},
                     .repair = [&] { store.withdrawals.cancel(mac); }};
    });
  }
}

void look_at_lines(Comparison& comparison) {
  Store& store = comparison.services.store;
  for (std::int64_t id : store.lines.without_live_phone()) {
    comparison.recheck_locked([&]() -> std::optional<Recheck> {
      const auto record = store.registrations.lock(id);
      if (record && (record->is_live() || record->wanted.lines.empty())) return {};
      const std::string ref = record ? record->ref : "";
      return Recheck{
          .finding = {rule::line_of_no_phone, record ? ref : "registration " + std::to_string(id),
                      "it is not in use, and has lines"},
          .ref = ref,
          .repair = [&store, id] { store.lines.remove_all(id); }};
    });
  }
}

void look_at_accounts(Comparison& comparison) {
  Services& services = comparison.services;
  const std::string& domain = services.exchange.domain();
  for (const std::string& user : services.store.accounts.without_line(domain)) {
    comparison.recheck_locked([&]() -> std::optional<Recheck> {
      const auto held = services.store.accounts.lock(user, domain);
      if (!held || !services.store.lines.phones_with(held->id).empty()) return {};
      return Recheck{
          .finding = {rule::account_without_line, user, "no phone has a line with it"},
          .repair = [&] {
            AccountAssignment(services.store, services.exchange, {}).drop_if_unused(user);
          }};
    });
  }
}

}  // namespace

void compare_promises(Comparison& comparison) {
  comparison.services.require_databases();
  for (const std::string& each :
       comparison.services.store.registrations.unreadable(most_unreadable)) {
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

// Checks our own tables for inconsistent rows.
// spaconf itself never leaves such rows. They come from a restored backup, another program or
// manual changes.
#include "reconcile/comparison.h"
#include "registration/account_assignment.h"

namespace spaconf {
namespace {

/// How many unreadable phones are reported by name.
constexpr int most_unreadable = 100;

/// A state that a registration should not be in.
struct RowCheck {
  ConsistencyRule kind;
  RowFault fault;
  const char* sentence;
  void (*repair)(Store& store, std::int64_t registration) = [](auto&, auto) {};
  bool publishes = false;
};

void enqueue_profile(Store& store, std::int64_t registration) {
  store.profile_queue.enqueue({registration}, "", std::chrono::seconds(0));
}

void enqueue_ticket(Store& store, std::int64_t registration) {
  store.tickets.enqueue(registration);
}

const std::vector<RowCheck>& incomplete_rows() {
  static const std::vector<RowCheck> all = {
      {rule::profile_task_missing, RowFault::profile_without_task,
       "its profile is pending, but it has no task to write it", enqueue_profile, true},
      {rule::profile_checksum_missing, RowFault::profile_without_sum,
       "its profile is done, but its checksum is missing", enqueue_profile, true},
      {rule::profile_task_open, RowFault::profile_with_open_task,
       "its profile is done, but its task is still open", enqueue_profile, true},
      {rule::ticket_task_missing, RowFault::ticket_without_task,
       "it has no ticket and no task to create one", enqueue_ticket},
      {rule::ticket_task_missing, RowFault::parked_ticket_without_task,
       "its ticket is parked, but it has no task to retry", enqueue_ticket},
      {rule::retirement_unfinished, RowFault::retirement_without_task,
       "it is being retired, but it has no task to finish that", [](auto&, auto) {}, true},
  };
  return all;
}

const std::vector<RowCheck>& inconsistent_rows() {
  static const std::vector<RowCheck> all = {
      {rule::line_without_account, RowFault::line_without_account,
       "one of its lines has no account"},
      {rule::phone_without_line, RowFault::phone_without_line, "it has no lines"},
  };
  return all;
}

void look_at(Comparison& comparison, const std::vector<RowCheck>& checks) {
  Store& store = comparison.store();
  for (const RowCheck& check : checks) {
    for (std::int64_t id : store.consistency.registrations_with(check.fault)) {
      comparison.recheck_locked([&]() -> std::optional<Recheck> {
        const auto record = store.registrations.lock(id);
        if (!record || !store.consistency.has(id, check.fault)) return {};
        return Recheck{.finding = {check.kind, record->ref, check.sentence},
                       .ref = record->ref,
                       .repair = [&, id] { check.repair(store, id); },
                       .to_be_published = check.publishes ? id : 0};
      });
    }
  }
}

/// The worker looks for withdrawals by registration and never finds these.
void look_at_withdrawals(Comparison& comparison) {
  Store& store = comparison.store();
  for (const Mac& mac : store.withdrawals.orphaned()) {
    comparison.recheck_locked([&] {
      return Recheck{.finding = {rule::withdrawal_unfinished, mac.colons(),
                                 "its profile is to be removed for a registration that never "
                                 "had this address"},
                     .repair = [&] { store.withdrawals.cancel(mac); }};
    });
  }
}

void look_at_lines(Comparison& comparison) {
  Store& store = comparison.store();
  for (std::int64_t id : store.lines.without_live_phone()) {
    comparison.recheck_locked([&]() -> std::optional<Recheck> {
      const auto record = store.registrations.lock(id);
      if (record && (record->is_live() || record->wanted.lines.empty())) return {};
      const std::string ref = record ? record->ref : "";
      return Recheck{
          .finding = {rule::orphaned_line, record ? ref : "registration " + std::to_string(id),
                      "it is not live, but has lines"},
          .ref = ref,
          .repair = [&store, id] { store.lines.remove_all(id); }};
    });
  }
}

void look_at_accounts(Comparison& comparison, Exchange& exchange) {
  Store& store = comparison.store();
  const std::string& domain = exchange.domain();
  for (const std::string& user : store.accounts.without_line(domain)) {
    comparison.recheck_locked([&]() -> std::optional<Recheck> {
      const auto held = store.accounts.lock(user, domain);
      if (!held || !store.lines.phones_with(held->id).empty()) return {};
      return Recheck{
          .finding = {rule::account_without_line, user, "no phone uses it"},
          .repair = [&] { AccountAssignment(store, exchange, {}).drop_if_unused(user); }};
    });
  }
}

}  // namespace

void compare_tasks(Comparison& comparison) {
  Store& store = comparison.store();
  store.require_schema();
  for (const std::string& each : store.registrations.unreadable(most_unreadable)) {
    comparison.not_checked(each);
  }
  look_at(comparison, incomplete_rows());
  look_at_withdrawals(comparison);
}

void compare_own_tables(Comparison& comparison, Exchange& exchange) {
  look_at(comparison, inconsistent_rows());
  look_at_lines(comparison);
  look_at_accounts(comparison, exchange);
}

}  // namespace spaconf

// Stores many new registrations in one transaction.
// Rows are locked in one order, so each step is taken for all phones before the next one: first by
// statements for many rows, and if that refuses something, for one phone after another. What a
// step has stored of a phone that it refuses is undone, so that it is in no other phone's way.
#include "bulk/batch_registration.h"

#include <algorithm>

#include "base/log.h"
#include "registration/registrations_together.h"
#include "registration/staged_profiles.h"

namespace spaconf {
namespace {

/// Rolls the transaction back.
struct Rollback {};
/// The same, and begins again with one phone after another.
struct StepByStep {};

}  // namespace

BatchRegistration::BatchRegistration(Services& services,
                                     const std::vector<const RegistrationRequest*>& orders)
    : services_(services) {
  for (const auto* order : orders) phones_.emplace_back(services.store, services.exchange, *order);
}

std::vector<std::string> BatchRegistration::refs() const {
  std::vector<std::string> refs;
  for (const RegistrationTransaction& phone : phones_) refs.push_back(phone.ref());
  return refs;
}

bool BatchRegistration::carry_out(RequestKey& claim) {
  return done([&] { return run_once(services_.store, claim, [&] { apply(); }); });
}

bool BatchRegistration::carry_out_each() {
  std::vector<RequestKey> claims;
  for (const RegistrationTransaction& phone : phones_) claims.push_back(phone.request_key());
  return done([&] { return run_together(services_.store, claims, [&] { apply(); }); });
}

bool BatchRegistration::preview() {
  done([&] {
    services_.store.transact([&] {
      apply();
      throw Rollback();
    });
    return false;
  });
  return refused_.empty();
}

/// Does `work`, which runs a transaction with apply(), and the rest after it. Where some phone is
/// refused by statements for many, it is done again step by step, which finds out who.
bool BatchRegistration::done(const std::function<bool()>& work) {
  try {
    const bool is_new = work();
    if (is_new) after_commit();
    return is_new;
  } catch (const StepByStep&) {
    is_step_by_step_ = true;
    return done(work);
  } catch (const Rollback&) {
    return false;
  }
}

void BatchRegistration::apply() {
  refused_.clear();
  if (!is_step_by_step_ && phones_.size() > 1 && are_of_one_actor()) return add_together();
  take(&RegistrationTransaction::add_row);
  take(&RegistrationTransaction::add_lines);
  if (!refused_.empty()) throw Rollback();
  take(&RegistrationTransaction::add_tasks);
}

bool BatchRegistration::are_of_one_actor() const {
  return std::ranges::all_of(phones_, [&](const RegistrationTransaction& phone) {
    return phone.order().actor == phones_.front().order().actor;
  });
}

void BatchRegistration::add_together() {
  try {
    RegistrationsTogether(services_.store, services_.exchange, phones_).add();
  } catch (const sql::Duplicate&) {
    throw StepByStep();
  } catch (const Rejected&) {
    throw StepByStep();
  } catch (const Conflict&) {
    throw StepByStep();
  }
}

/// Takes one step for each phone that is not refused yet.
void BatchRegistration::take(Step step) {
  // A phone that add_row refuses has stored nothing.
  const bool may_leave_rows = step == &RegistrationTransaction::add_lines;
  for (std::size_t place = 0; place < phones_.size(); ++place) {
    if (refused_.contains(place)) continue;
    RegistrationTransaction& phone = phones_[place];
    if (may_leave_rows) services_.store.mark();
    try {
      (phone.*step)();
    } catch (const sql::Duplicate& duplicate) {
      const auto& mac = phone.order().wanted.mac;
      if (duplicate.key() != "active_mac" || !mac) throw;
      refused_[place] = {{{"mac", registered_already(*mac)}},
                         true,
                         services_.store.registrations.ref_of_mac(*mac)};
    } catch (const Rejected& rejected) {
      refused_[place] = {rejected.problems()};
    } catch (const AlreadyRegistered& there) {
      refused_[place] = {{there.problem()}, true, there.ref(), true};
    } catch (const Conflict& conflict) {
      refused_[place] = {{conflict.problem()}, true, conflict.ref()};
    }
    if (may_leave_rows && refused_.contains(place)) services_.store.undo_to_mark();
  }
}

/// The tasks are queued, so a failure here only defers them.
void BatchRegistration::after_commit() {
  std::vector<const RecordWithPasswords*> records;
  for (const RegistrationTransaction& phone : phones_) {
    log_registered(phone);
    records.push_back(&phone.record());
  }
  std::ranges::sort(records, {}, &Record::id);
  publish_new(services_.store, services_.publisher, services_.tftp_folder, services_.deadline,
              records);
}

}  // namespace spaconf

// Stores many new registrations step by step.
// Rows are locked in one order, so each step is taken for all phones before the next one. What a
// step has stored of a phone that it refuses is undone, so that it is in no other phone's way.
#include "bulk/batch_registration.h"

#include "base/log.h"
#include "registration/staged_profiles.h"

namespace spaconf {
namespace {

/// Rolls the transaction back.
struct Rollback {};

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
  try {
    const bool is_new = run_once(services_.store, claim, [&] {
      apply();
      if (!refused_.empty()) throw Rollback();
    });
    if (is_new) after_commit();
    return is_new;
  } catch (const Rollback&) {
    return false;
  }
}

void BatchRegistration::preview() {
  try {
    services_.store.transact([&] {
      apply();
      throw Rollback();
    });
  } catch (const Rollback&) {
  }
}

void BatchRegistration::apply() {
  refused_.clear();
  take(&RegistrationTransaction::add_row);
  take(&RegistrationTransaction::add_lines);
  if (refused_.empty()) take(&RegistrationTransaction::add_tasks);
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
      refused_[place] = {{{"mac", "The phone " + mac->colons() + " is registered already."}},
                         true,
                         services_.store.registrations.ref_of_mac(*mac)};
    } catch (const Rejected& rejected) {
      refused_[place] = {rejected.problems()};
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
  publish_new(services_.store, services_.publisher, services_.tftp_folder, services_.deadline,
              records);
}

}  // namespace spaconf

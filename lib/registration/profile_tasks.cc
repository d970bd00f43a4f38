// Brings pending accounts to the exchange, and writes and removes pending profiles.
// A full or unavailable folder recovers without a user's decision, so these tasks are never parked.
#include "registration/profile_tasks.h"

#include "registration/back_off.h"

namespace spaconf {
namespace {

constexpr int profiles_at_once = 100;
/// A slow exchange must not keep tickets and profiles of other phones waiting.
constexpr std::chrono::seconds time_for_accounts{5};
/// Long enough for any disk; if a worker dies, others wait until its lease ends.
constexpr std::chrono::seconds profile_lease{30};

}  // namespace

bool ProfileTasks::publish(std::int64_t registration) {
  return exchange_ ? publisher_.publish(registration) : publisher_.publish_profile(registration);
}

/// False also when another process has the registration.
bool ProfileTasks::publish_unless_busy(std::int64_t registration) try {
  return publish(registration);
} catch (const sql::Busy&) {
  return false;
}

int ProfileTasks::bring_accounts() {
  const auto waiting = store_.accounts.registrations_waiting(next_with_accounts_, profiles_at_once);
  // One that fails now is retried after all others.
  next_with_accounts_ = 0;
  int finished = 0;
  const auto end = std::chrono::steady_clock::now() + time_for_accounts;
  for (std::int64_t registration : waiting) {
    try {
      if (publish(registration)) {
        ++finished;
      } else {
        exchange_->check();  // throws when it is the reason
      }
    } catch (const sql::Busy&) {
      continue;  // another process has it
    }
    next_with_accounts_ = registration + 1;
    if (std::chrono::steady_clock::now() > end) return finished;
  }
  if (waiting.size() < std::size_t{profiles_at_once}) next_with_accounts_ = 0;
  return finished;
}

int ProfileTasks::withdraw() {
  int finished = 0;
  const auto leaving = store_.withdrawals.registrations(withdrawn_up_to_, profiles_at_once);
  // A withdrawal that fails now is retried after all others.
  withdrawn_up_to_ = leaving.size() < std::size_t{profiles_at_once} ? 0 : leaving.back();
  for (std::int64_t registration : leaving) {
    if (publish_unless_busy(registration)) ++finished;
  }
  return finished;
}

int ProfileTasks::write() {
  // If this machine has no name or no folder, another machine leases the tasks.
  store_.profile_nodes.require_own_name();
  if (store_.profile_nodes.are_several()) publisher_.check_folder();
  int finished = 0;
  for (const Task& task : store_.tasks.due(TaskKind::profile, profiles_at_once)) {
    try {
      if (!store_.tasks.lease(task, worker_, profile_lease)) continue;
      if (publish_unless_busy(task.registration_id)) {
        ++finished;
      } else {
        store_.tasks.put_off(task, rest(), "", true);
      }
    } catch (const sql::Busy&) {
      continue;  // another process still has it; the lease ends by itself
    }
  }
  return finished;
}

}  // namespace spaconf

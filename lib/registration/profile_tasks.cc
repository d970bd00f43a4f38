// Writes and withdraws pending profiles.
// A folder that is full or away comes back; there is nobody to ask, so these tasks are never
// parked.
#include "registration/profile_tasks.h"

#include "registration/back_off.h"
#include "registration/publish.h"

namespace spaconf {
namespace {

constexpr int profiles_at_once = 100;
/// Long enough for any disk: whoever finds a profile's lease of a dead worker waits for it.
constexpr std::chrono::seconds profile_lease{30};

}  // namespace

int ProfileTasks::withdraw() {
  int finished = 0;
  const auto leaving =
      services_.store.withdrawals.registrations(withdrawn_up_to_, profiles_at_once);
  // What cannot be withdrawn now has its turn again after all others.
  withdrawn_up_to_ = leaving.size() < std::size_t{profiles_at_once} ? 0 : leaving.back();
  for (std::int64_t registration : leaving) {
    try {
      if (publish(services_, registration)) ++finished;
    } catch (const sql::Busy&) {
      continue;  // somebody is at it
    }
  }
  return finished;
}

int ProfileTasks::write() {
  int finished = 0;
  for (const Task& task : services_.store.tasks.due(TaskKind::profile, profiles_at_once)) {
    try {
      if (!services_.store.tasks.lease(task, worker_, profile_lease)) continue;
      if (publish(services_, task.registration_id)) {
        ++finished;
      } else {
        // A folder that is full or away comes back; there is nobody to ask.
        services_.store.tasks.put_off(task, rest(), "", true);
      }
    } catch (const sql::Busy&) {
      continue;  // somebody is at it; the lease ends by itself
    }
  }
  return finished;
}

}  // namespace spaconf

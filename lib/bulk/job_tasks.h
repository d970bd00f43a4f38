// Carries out jobs in a step of the worker, a piece at a time.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/translation.h"
#include "bulk/bulk_actions.h"
#include "registration/services.h"
#include "store/job.h"

namespace spaconf {

/// What the user of a job may do at this moment.
struct JobRights {
  bool may_register = false;          ///< Register and change phones
  bool may_set_provisioning = false;  ///< Set what decides where a phone gets its profile
};

/// The jobs of all users. Several workers may run: each piece of a job is leased to one of them.
class JobTasks {
 public:
  using RightsOf = std::function<JobRights(const std::string& actor)>;

  /// `rights_of` throws Unavailable. `goes_on` says whether the worker is to go on, and
  /// `other_steps` runs the worker's other steps that are due.
  JobTasks(Services& services, RightsOf rights_of, std::function<bool()> goes_on,
           std::function<void()> other_steps);

  /// Checks one job, while the worker's other steps have a turn each second, or carries out a piece
  /// of it that takes about a second. Returns how many pieces were done. Throws Unavailable; the
  /// job is gone on with later.
  int carry_out();

 private:
  void work_on(const Job& job);
  void check(const Job& job, const JobRights& rights);
  void run(const Job& job, const JobRights& rights);
  bool run_bulk(const Job& job, const BulkAction& action, const JobRights& rights,
                const std::function<void()>& keep_alive);
  void end(const Job& job, JobState state, const Phrase& why, const Phrase& for_log = {});
  void keep(const Job& job);
  void let_others_run(const Job& job);
  void put_off(const Job& job, const Phrase& reason);

  Services& services_;
  RightsOf rights_of_;
  std::function<bool()> goes_on_;
  std::function<void()> other_steps_;
  std::string name_;  // of this worker, in leases
  int piece_;         // how many rows of the last job take about a second
  std::int64_t piece_of_ = 0;
  std::chrono::steady_clock::time_point renewed_{}, began_{};  // the lease; this turn
};

}  // namespace spaconf

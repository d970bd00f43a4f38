// Runs pending tasks and periodic jobs in a loop of steps.
// Takes its steps one after the other: tickets and profiles that are due, logs, and what else there
// is.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "registration/profile_tasks.h"
#include "registration/services.h"
#include "registration/ticket_tasks.h"

namespace spaconf {

/// Something that the worker does in each sweep.
struct WorkerStep {
  std::string name;           ///< As the first page tells of it when it fails
  std::function<int()> work;  ///< Gives how many tasks it finished
  std::chrono::seconds every{0};
  std::chrono::steady_clock::time_point next{};
};

/// The work of a step that finishes no tasks.
std::function<int()> without_count(const std::function<void()>& work);

/// Carries out tasks. Several may run: a task is leased, so one of them has it.
class Worker {
 public:
  /// Reads [registration] and what [ticket] says about waiting. `first` are steps that come before
  /// its own.
  Worker(const Config& config, Services& services, TicketSystem& tickets,
         std::vector<WorkerStep> first);

  /// Does all that is due now and gives how many tasks were finished. Each step is tried whatever
  /// became of the others: what fails is logged, kept for the home page, and tried again later.
  int sweep();
  /// How long to rest between two sweeps.
  std::chrono::seconds interval() const { return interval_; }

 private:
  bool try_step(WorkerStep& step, int& finished);
  void note_outcome(const std::string& step, const std::string& reason);

  Services& services_;
  std::string name_;  // of this worker, in leases
  std::chrono::seconds interval_;
  ProfileTasks profiles_;
  TicketTasks tickets_;
  std::vector<WorkerStep> steps_;
  std::map<std::string, std::string> outcomes_;  // of steps: why they failed last; empty: well
};

}  // namespace spaconf

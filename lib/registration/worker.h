// Runs steps again and again, each even if others fail.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "registration/services.h"

namespace spaconf {

/// A step of each sweep.
struct WorkerStep {
  std::string name;           ///< Shown on the home page when the step fails
  std::function<int()> work;  ///< Returns how many tasks it finished
  std::chrono::seconds every{0};
  std::chrono::steady_clock::time_point next{};
  bool is_running = false;
};

/// The work of a step that does not count tasks.
std::function<int()> without_count(const std::function<void()>& work);

/// Runs the steps of a program. Several workers may run: each task is leased to one of them.
class Worker {
 public:
  /// `interval` is the pause between two sweeps.
  Worker(Services& services, std::chrono::seconds interval, std::vector<WorkerStep> steps)
      : services_(services), interval_(interval), steps_(std::move(steps)) {}

  /// Runs everything that is due and returns how many tasks were finished. Each step runs even if
  /// others fail. A failure is logged, shown on the home page and retried later. `goes_on` is asked
  /// before each step; when it says no, the rest is left for later. A step that takes long may call
  /// it, too: then the others run. Throws Misconfigured when the database is newer than this
  /// program.
  int sweep(const std::function<bool()>& goes_on = [] { return true; });
  /// The pause between two sweeps.
  std::chrono::seconds interval() const { return interval_; }

 private:
  bool try_step(WorkerStep& step, int& finished);
  void note_outcome(const std::string& step, const std::string& reason);

  Services& services_;
  std::chrono::seconds interval_;
  std::vector<WorkerStep> steps_;
  std::map<std::string, std::string> outcomes_;  // by step: the latest error; empty for success
  std::string why_backing_off_;                  // empty while the database answers
};

}  // namespace spaconf

// Runs each step when it is due, and records the steps that fail.
#include "registration/worker.h"

#include "base/error.h"
#include "base/log.h"
#include "store/schema.h"

namespace spaconf {
std::function<int()> without_count(const std::function<void()>& work) {
  return [work] {
    work();
    return 0;
  };
}

int Worker::sweep(const std::function<bool()>& goes_on) {
  int finished = 0;
  try {
    require_schema(services_.database);
    for (WorkerStep& step : steps_) {
      if (step.is_running) continue;
      if (!goes_on()) break;
      // Without the database every other step would fail, too.
      if (!try_step(step, finished)) services_.database.query("SELECT 1");
    }
    why_backing_off_.clear();
  } catch (const Unavailable& error) {
    // Once for each reason, not at every sweep.
    if (why_backing_off_ != error.what()) {
      log(Priority::warning, "worker backing off", {{"why", error.what()}});
    }
    why_backing_off_ = error.what();
  }
  return finished;
}

/// A step that is not due keeps its outcome.
bool Worker::try_step(WorkerStep& step, int& finished) {
  const auto now = std::chrono::steady_clock::now();
  if (now < step.next) return outcomes_[step.name].empty();
  step.next = now + step.every;
  std::string reason;
  step.is_running = true;
  try {
    finished += step.work();
  } catch (const std::exception& error) {
    reason = error.what();
    if (reason.empty()) reason = "failed";
  }
  step.is_running = false;
  const auto before = outcomes_.find(step.name);
  if (before == outcomes_.end() || before->second != reason) note_outcome(step.name, reason);
  return reason.empty();
}

void Worker::note_outcome(const std::string& step, const std::string& reason) {
  if (!reason.empty()) log(Priority::warning, "step failed", {{"step", step}, {"why", reason}});
  // If the outcome cannot be stored now, the next sweep stores it.
  outcomes_.erase(step);
  if (reason.empty()) {
    services_.store.failed_steps.succeeded(step);
  } else {
    services_.store.failed_steps.failed(step, reason);
  }
  outcomes_[step] = reason;
}

}  // namespace spaconf

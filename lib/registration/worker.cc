// Runs the worker's steps from a table. Each step runs even if others fail.
#include "registration/worker.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "registration/retention.h"
#include "store/schema.h"

namespace spaconf {
namespace {

/// A purge reads the whole table, which few rows outlive for a minute.
constexpr std::chrono::minutes between_limit_purges{1};

}  // namespace

std::function<int()> without_count(const std::function<void()>& work) {
  return [work] {
    work();
    return 0;
  };
}

Worker::Worker(const Config& config, Services& services, TicketSystem& tickets, Mailer* mailer,
               std::vector<WorkerStep> first)
    : services_(services),
      name_(random_key()),
      interval_(config.section("registration").seconds("interval", 2)),
      profiles_(services.store, services.exchange, services.publisher, name_),
      tickets_(config, services.store, services.templates, tickets, name_, mailer != nullptr),
      mails_(config, services.store, *services.directory, services.templates, mailer, name_),
      events_(config.section("webhook"), services.store, name_),
      steps_(std::move(first)) {
  const WorkerStep own[] = {
      {"exchange", without_count([&] { services_.require_databases(); })},
      {"accounts", [&] { return profiles_.bring_accounts(); }},
      {"withdrawals", [&] { return profiles_.withdraw(); }},
      {"profiles", [&] { return profiles_.write(); }},
      {"tickets", [&] { return tickets_.hand_in(); }},
      {"ticket states", without_count([&] { tickets_.look_after(); })},
      {"mails", [&] { return mails_.send(); }},
      {"events", without_count([&] { events_.number(); })},
      {"webhooks", [&] { return events_.deliver(); }},
      {"staging folder", without_count([&] { services_.tftp_folder.remove_stale(); })},
      {"former passwords",
       without_count([&] { services_.store.accounts.purge_former_passwords(); })},
      {"finished tasks", without_count([&] { services_.store.tasks.purge_done(); })},
      {"request limits", without_count([&] { services_.store.request_limits.purge(); }),
       between_limit_purges},
      {"fetch logs", without_count([&] { services_.fetches.read_logs(); })},
  };
  steps_.insert(steps_.end(), std::begin(own), std::end(own));
  for (WorkerStep& step : retention_steps(config.section("registration"), services_)) {
    steps_.push_back(std::move(step));
  }
}

int Worker::sweep(const std::function<bool()>& goes_on) {
  int finished = 0;
  try {
    require_schema(services_.database);
    for (WorkerStep& step : steps_) {
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
  try {
    finished += step.work();
  } catch (const std::exception& error) {
    reason = error.what();
    if (reason.empty()) reason = "failed";
  }
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

// spaconf worker: runs pending tasks until TERM or INT. HUP reads the configuration
// again and keeps the old one if the new one is invalid.
#include "registration/worker.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>

#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include "base/service_manager.h"
#include "commands.h"
#include "reconcile/reconcile.h"
#include "status/online_monitor.h"

namespace spaconf::cli {
namespace {

/// How often the worker looks for incomplete rows without a task.
constexpr std::chrono::minutes between_checks{1};

/// A worker with everything it uses, built from the configuration.
struct WorkerContext {
  explicit WorkerContext(const Config& config)
      : services(config),
        tickets(make_ticket_system(config.section("ticket"))),
        online_monitor(services.store.observations, services.exchange),
        worker(config, services, *tickets, first_steps()) {
    config.refuse_unknown_keys();
    for (const std::string& each : services.profiles.warnings()) {
      log(Priority::warning, "configuration", {{"warning", each}});
    }
  }

  /// Steps from the layers above the worker.
  std::vector<WorkerStep> first_steps() {
    return {{"online phones", without_count([this] { online_monitor.sweep(); })},
            {"unfinished rows", without_count([this] {
               requeue_unfinished(services.store, services.publisher, "worker");
             }),
             between_checks}};
  }

  Services services;
  std::unique_ptr<TicketSystem> tickets;
  OnlineMonitor online_monitor;
  Worker worker;
};

std::unique_ptr<WorkerContext> build() {
  return std::make_unique<WorkerContext>(Config(Config::usual_file()));
}

sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, each);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void reload(std::unique_ptr<WorkerContext>& workshop) try {
  service_manager::reloading();
  workshop = build();
  service_manager::ready();
  log("reloaded");
} catch (const std::exception& error) {
  log(Priority::error, "reload failed, keeping old configuration", {{"why", error.what()}});
  service_manager::ready(std::string("old configuration: ") + error.what());
}

/// Has systemd asked the worker to end?
bool is_told_to_end() {
  sigset_t waiting;
  sigpending(&waiting);
  return sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1;
}

bool goes_on() {
  service_manager::alive();
  return !is_told_to_end();
}

void work_until_told_to_end() {
  const sigset_t signals = block_signals();
  auto workshop = build();
  service_manager::ready();
  for (;;) {
    int finished = 0;
    try {
      finished = workshop->worker.sweep(goes_on);
    } catch (const Misconfigured&) {
      throw;
    } catch (const std::exception& error) {
      log(Priority::error, "worker failed", {{"why", error.what()}});
    }
    // If a sweep has finished a task, there may be more.
    timespec rest{.tv_sec = finished ? 0 : workshop->worker.interval().count(), .tv_nsec = 0};
    int signal = sigtimedwait(&signals, nullptr, &rest);
    if (signal == SIGTERM || signal == SIGINT) return service_manager::stopping();
    if (signal == SIGHUP) reload(workshop);
  }
}

}  // namespace

Run worker(CLI::App& app) {
  auto once = std::make_shared<bool>(false);
  app.add_flag("--once", *once, "run the tasks that are due and exit");
  return [once] {
    if (*once) {
      auto workshop = build();
      workshop->services.require_databases();
      std::printf("%d done\n", workshop->worker.sweep());
    } else {
      work_until_told_to_end();
    }
    return 0;
  };
}

}  // namespace spaconf::cli

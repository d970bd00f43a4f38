// spaconf worker: runs pending tasks until TERM or INT. HUP reads the configuration
// again and keeps the old one if the new one is invalid.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <memory>

#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include "base/service_manager.h"
#include "base/signals.h"
#include "commands.h"
#include "worker_context.h"

namespace spaconf::cli {
namespace {

std::unique_ptr<WorkerContext> build() {
  auto context = std::make_unique<WorkerContext>(Config(Config::usual_file()));
  for (const std::string& each : context->services.profiles.warnings()) {
    log(Priority::warning, "configuration", {{"warning", each}});
  }
  return context;
}

void reload(std::unique_ptr<WorkerContext>& context) try {
  service_manager::reloading();
  context = build();
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
  const sigset_t signals = block_signals({SIGTERM, SIGINT, SIGHUP});
  auto context = build();
  service_manager::ready();
  for (;;) {
    int finished = 0;
    try {
      finished = context->worker.sweep(goes_on);
    } catch (const Misconfigured&) {
      throw;
    } catch (const std::exception& error) {
      log(Priority::error, "worker failed", {{"why", error.what()}});
    }
    // If a sweep has finished a task, there may be more.
    timespec rest{.tv_sec = finished ? 0 : context->worker.interval().count(), .tv_nsec = 0};
    int signal = sigtimedwait(&signals, nullptr, &rest);
    if (signal == SIGTERM || signal == SIGINT) return service_manager::stopping();
    if (signal == SIGHUP) reload(context);
  }
}

}  // namespace

Run worker(CLI::App& app) {
  auto once = std::make_shared<bool>(false);
  app.add_flag("--once", *once, "run the tasks that are due and exit");
  return [once] {
    if (*once) {
      auto context = build();
      context->services.require_databases();
      std::printf("%d done\n", context->worker.sweep());
    } else {
      work_until_told_to_end();
    }
    return 0;
  };
}

}  // namespace spaconf::cli

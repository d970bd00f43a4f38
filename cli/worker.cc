// spaconf worker: runs pending tasks until TERM or INT. HUP reads the configuration
// again and keeps the old one if the new one is invalid.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <functional>
#include <memory>

#include "base/config.h"
#include "base/error.h"
#include "base/log.h"
#include "base/service_manager.h"
#include "base/signals.h"
#include "base/translation.h"
#include "commands.h"
#include "print.h"
#include "progress.h"
#include "worker_context.h"

namespace spaconf::cli {
namespace {

/// Makes one of both workers, from the configuration as it is now.
using Build = std::function<std::unique_ptr<WorkerContext>()>;

std::unique_ptr<WorkerContext> built(const Build& build) {
  auto context = build();
  for (const std::string& each : context->services.profiles.warnings()) {
    log(Priority::warning, "configuration", {{"warning", each}});
  }
  return context;
}

void reload(std::unique_ptr<WorkerContext>& context, const Build& build) try {
  service_manager::reloading();
  context = built(build);
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

std::unique_ptr<WorkerContext> build_worker() {
  return std::make_unique<TaskWorker>(Config(Config::usual_file()), goes_on);
}

std::unique_ptr<WorkerContext> build_node() {
  return std::make_unique<NodeWorker>(Config(Config::usual_file()));
}

void work_until_told_to_end(const Build& build) {
  const sigset_t signals = block_signals({SIGTERM, SIGINT, SIGHUP});
  auto context = built(build);
  service_manager::ready();
  for (;;) {
    int finished = 0;
    try {
      finished = context->worker->sweep(goes_on);
    } catch (const Misconfigured&) {
      throw;
    } catch (const std::exception& error) {
      log(Priority::error, "worker failed", {{"why", error.what()}});
    }
    // If a sweep has finished a task, there may be more.
    timespec rest{.tv_sec = finished ? 0 : context->worker->interval().count(), .tv_nsec = 0};
    int signal = sigtimedwait(&signals, nullptr, &rest);
    if (signal == SIGTERM || signal == SIGINT) return service_manager::stopping();
    if (signal == SIGHUP) reload(context, build);
  }
}

/// Brings all profiles to this node, with a bar on a terminal. Returns the exit code.
int fill_folder(const Language& reader) {
  NodeWorker node{Config(Config::usual_file())};
  node.services.store.require_schema();
  int finished = 0;
  for (int more = node.worker->sweep(); more > 0; more = node.worker->sweep()) {
    finished += more;
    if (is_watched()) show_progress(finished, finished + node.tasks.behind());
  }
  if (is_watched()) std::fputs("\n", stderr);
  const std::int64_t behind = node.tasks.behind();
  use_language(reader);
  print_line(sentence(_("{done} done, {behind} behind"), {{"done", finished}, {"behind", behind}}));
  return behind > 0 ? 1 : 0;
}

}  // namespace

Run worker(CLI::App& app) {
  auto once = std::make_shared<bool>(false), profiles = std::make_shared<bool>(false);
  app.add_flag("--once", *once, _("run the tasks that are due and exit"));
  app.add_flag("--profiles", *profiles, _("only keep this machine's TFTP folder up to date"));
  return [once, profiles] {
    // What it logs and stores is English.
    const Language& reader = language();
    use_language(english);
    if (*once && *profiles) return fill_folder(reader);
    if (*once) {
      auto context = built(build_worker);
      context->services.require_databases();
      const int done = context->worker->sweep();
      use_language(reader);
      print_line(sentence(_("{done} done"), {{"done", done}}));
    } else {
      work_until_told_to_end(*profiles ? build_node : build_worker);
    }
    return 0;
  };
}

}  // namespace spaconf::cli

// The workers with everything they use, built from the configuration.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "base/config.h"
#include "mail/mailer.h"
#include "reconcile/reconcile.h"
#include "registration/node_tasks.h"
#include "registration/services.h"
#include "registration/worker.h"
#include "registration/worker_steps.h"
#include "status/online_monitor.h"
#include "ticket/ticket_system.h"

namespace spaconf::cli {

/// A worker and the services it uses.
struct WorkerContext {
  explicit WorkerContext(const Config& config) : services(config) {}
  virtual ~WorkerContext() = default;

  Services services;
  std::unique_ptr<Worker> worker;
};

/// `spaconf worker`.
struct TaskWorker : WorkerContext {
  /// Throws Misconfigured.
  explicit TaskWorker(const Config& config)
      : WorkerContext(config),
        tickets(make_ticket_system(config.section("ticket"))),
        mailer(make_mailer(config.section("mail"))),
        online_monitor(services.store.observations, services.exchange),
        tasks(config, services, *tickets, mailer.get()) {
    const auto interval = config.section("registration").seconds("interval", 2);
    worker = std::make_unique<Worker>(services, interval, steps(config));
    config.refuse_unknown_keys();
  }

  std::unique_ptr<TicketSystem> tickets;
  std::unique_ptr<Mailer> mailer;  // null when mails are off
  OnlineMonitor online_monitor;
  WorkerTasks tasks;

 private:
  /// How often the worker looks for incomplete rows without a task.
  static constexpr std::chrono::minutes between_checks{1};

  /// The first come from layers above the worker's own.
  std::vector<WorkerStep> steps(const Config& config) {
    std::vector<WorkerStep> all = {
        {"online phones", without_count([this] { online_monitor.sweep(); })},
        {"unfinished rows", without_count([this] {
           requeue_unfinished(services.store, services.publisher, "worker");
         }),
         between_checks}};
    for (WorkerStep& step : tasks.steps(config)) all.push_back(std::move(step));
    return all;
  }
};

/// `spaconf worker --profiles`.
struct NodeWorker : WorkerContext {
  /// Throws Misconfigured.
  explicit NodeWorker(const Config& config) : WorkerContext(config), tasks(config, services) {
    // A change is to arrive within two seconds.
    worker = std::make_unique<Worker>(services, std::chrono::seconds(1), tasks.steps());
  }

  NodeTasks tasks;
};

}  // namespace spaconf::cli

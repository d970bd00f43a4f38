// The workers with everything they use, built from the configuration.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/config.h"
#include "bulk/job_tasks.h"
#include "mail/mailer.h"
#include "reconcile/reconcile.h"
#include "registration/node_tasks.h"
#include "registration/services.h"
#include "registration/worker.h"
#include "registration/worker_steps.h"
#include "status/online_monitor.h"
#include "ticket/ticket_system.h"
#include "web/places.h"
#include "web/roles.h"

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
  /// `goes_on` says whether the worker is to go on with long work. Throws Misconfigured.
  explicit TaskWorker(
      const Config& config, std::function<bool()> goes_on = [] { return true; })
      : WorkerContext(config),
        tickets(make_ticket_system(config.section("ticket"))),
        mailer(make_mailer(config.section("mail"))),
        online_monitor(services.store.observations, services.exchange),
        tasks(config, services, *tickets, mailer.get(), search_address(config.section("web"))),
        roles(config.section("web"),
              [this](const std::string& user, const std::vector<std::string>& groups) {
                return services.directory->groups_of(user, groups);
              }),
        jobs(
            services, [this](const std::string& actor) { return rights_of(actor); }, goes_on,
            [this, goes_on] { worker->sweep(goes_on); }) {
    config.section("web").leave_the_rest();
    const auto interval = config.section("registration").seconds("interval", 2);
    worker = std::make_unique<Worker>(services, interval, steps(config));
    config.refuse_unknown_keys();
  }

  std::unique_ptr<TicketSystem> tickets;
  std::unique_ptr<Mailer> mailer;  // null when mails are off
  OnlineMonitor online_monitor;
  WorkerTasks tasks;
  web::Roles roles;
  JobTasks jobs;

 private:
  /// How often the worker looks for incomplete rows without a task.
  static constexpr std::chrono::minutes between_checks{1};

  /// The page where texts in tickets send people who look for a batch's phones.
  static std::string search_address(const Section& web) {
    const auto origins = web.texts("origins");
    return origins.empty() ? "" : origins.front() + web::base_path_in(web) + "/phones?q=";
  }

  JobRights rights_of(const std::string& actor) const {
    const web::Role role = roles.resolved(actor);
    return {.may_register = role >= web::Role::registrar,
            .may_set_provisioning = role >= web::Role::administrator};
  }

  /// The first come from layers above the worker's own.
  std::vector<WorkerStep> steps(const Config& config) {
    std::vector<WorkerStep> all = {
        {"online phones", without_count([this] { online_monitor.sweep(); })},
        {"unfinished rows", without_count([this] {
           requeue_unfinished(services.store, services.publisher, "worker");
         }),
         between_checks},
        {"jobs", [this] { return jobs.carry_out(); }}};
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

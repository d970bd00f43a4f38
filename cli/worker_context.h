// The worker with everything it uses, built from the configuration.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "base/config.h"
#include "mail/mailer.h"
#include "reconcile/reconcile.h"
#include "registration/services.h"
#include "registration/worker.h"
#include "status/online_monitor.h"
#include "ticket/ticket_system.h"

namespace spaconf::cli {

/// Throws Misconfigured.
struct WorkerContext {
  explicit WorkerContext(const Config& config)
      : services(config),
        tickets(make_ticket_system(config.section("ticket"))),
        mailer(make_mailer(config.section("mail"))),
        online_monitor(services.store.observations, services.exchange),
        worker(config, services, *tickets, mailer.get(), first_steps()) {
    config.refuse_unknown_keys();
  }

  Services services;
  std::unique_ptr<TicketSystem> tickets;
  std::unique_ptr<Mailer> mailer;  // null when mails are off
  OnlineMonitor online_monitor;
  Worker worker;

 private:
  /// How often the worker looks for incomplete rows without a task.
  static constexpr std::chrono::minutes between_checks{1};

  /// Steps from the layers above the worker.
  std::vector<WorkerStep> first_steps() {
    return {{"online phones", without_count([this] { online_monitor.sweep(); })},
            {"unfinished rows", without_count([this] {
               requeue_unfinished(services.store, services.publisher, "worker");
             }),
             between_checks}};
  }
};

}  // namespace spaconf::cli

// The table of the worker's steps.
#include "registration/worker_steps.h"

#include "base/crypto.h"
#include "registration/retention.h"

namespace spaconf {
namespace {

/// A purge reads the whole table, which few rows outlive for a minute.
constexpr std::chrono::minutes between_limit_purges{1};

}  // namespace

WorkerTasks::WorkerTasks(const Config& config, Services& services, TicketSystem& tickets,
                         Mailer* mailer, const std::string& search_address)
    : services_(services),
      name_(random_key()),
      profiles_(services.store, &services.exchange, services.publisher, name_),
      tickets_(config, services.store, services.templates, tickets, name_, mailer != nullptr),
      ticket_batches_(config, services.store, *services.directory, services.templates, tickets,
                      name_, search_address),
      mails_(config, services.store, *services.directory, services.templates, mailer, name_),
      events_(config.section("webhook"), services.store, name_) {}

std::vector<WorkerStep> WorkerTasks::steps(const Config& config) {
  std::vector<WorkerStep> all = {
      {"exchange", without_count([&] { services_.require_databases(); })},
      {"accounts", [&] { return profiles_.bring_accounts(); }},
      {"withdrawals", [&] { return profiles_.withdraw(); }},
      {"profiles", [&] { return profiles_.write(); }},
      {"tickets", [&] { return tickets_.hand_in(); }},
      {"tickets of batches", [&] { return ticket_batches_.hand_in(); }},
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
  for (WorkerStep& step : retention_steps(config.section("registration"), services_)) {
    all.push_back(std::move(step));
  }
  return all;
}

}  // namespace spaconf

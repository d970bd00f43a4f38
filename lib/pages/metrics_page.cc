// GET /metrics and /submit/metrics: writes what Prometheus collects.
#include "pages/metrics_page.h"

#include "base/error.h"
#include "base/log.h"
#include "base/metrics_text.h"
#include "registration/service_checks.h"

namespace spaconf {
namespace {

web::Response response(const MetricsText& metrics) {
  return {.type = metrics_type, .body = metrics.text(), .headers = {}};
}

void write_services(MetricsText& metrics, Services& services) {
  metrics.begin("spaconf_service_up", "gauge", "1 if the service responds and fits, 0 if not.");
  for (const Check& check :
       checks_of(services.tftp_folder, services.database, services.exchange, *services.directory)) {
    metrics.add({{"service", check.service}}, check.run().ok ? "1" : "0");
  }
}

void write_rows(MetricsText& metrics, Statistics& statistics, FailedSteps& failed_steps) {
  const auto registrations = statistics.registrations();
  const auto tasks = statistics.tasks();
  const auto oldest = statistics.oldest_due_task();
  const auto failed = failed_steps.all();

  metrics.begin("spaconf_registrations", "gauge", "Registrations by state.");
  for (const auto& [state, number] : registrations) {
    metrics.add({{"state", state}}, std::to_string(number));
  }
  metrics.begin("spaconf_tasks", "gauge",
                "Tasks by kind and state; done tasks are deleted after a day.");
  for (const auto& [kind, number] : tasks) {
    metrics.add({{"kind", kind.first}, {"state", kind.second}}, std::to_string(number));
  }
  metrics.begin("spaconf_oldest_due_task_age_seconds", "gauge",
                "Age of the oldest task that is due, 0 if there is none.");
  metrics.add({}, std::to_string(oldest.count()));
  metrics.begin("spaconf_worker_failed_steps", "gauge",
                "Steps of the worker that failed when they were last tried.");
  metrics.add({}, std::to_string(failed.size()));
  metrics.begin("spaconf_worker_step_failing_seconds", "gauge",
                "Time since a step of the worker began to fail.");
  for (const FailedStep& each : failed) {
    metrics.add({{"step", each.step}}, std::to_string(each.age.count()));
  }
}

void write_nodes(MetricsText& metrics, ProfileNodes& profile_nodes) {
  const auto nodes = profile_nodes.all();
  if (nodes.empty()) return;
  metrics.begin("spaconf_profile_node_behind", "gauge",
                "Profiles that the TFTP folder of this machine does not have yet.");
  for (const ProfileNode& each : nodes) {
    metrics.add({{"node", each.name}}, std::to_string(each.behind));
  }
  metrics.begin("spaconf_profile_node_unseen_seconds", "gauge",
                "Time since the worker of this machine was last at work.");
  for (const ProfileNode& each : nodes) {
    metrics.add({{"node", each.name}}, std::to_string(each.age.count()));
  }
}

}  // namespace

web::Response metrics_page(Site& site, const web::Request&) {
  MetricsText metrics;
  site.write_request_metrics(metrics);
  write_services(metrics, site.services);
  try {
    write_rows(metrics, site.services.store.statistics, site.services.store.failed_steps);
    write_nodes(metrics, site.services.store.profile_nodes);
  } catch (const Unavailable& unavailable) {
    log(Priority::warning, "metrics incomplete", {{"why", unavailable.what()}});
  }
  return response(metrics);
}

web::Response request_metrics_page(Site& site, const web::Request&) {
  MetricsText metrics;
  site.write_request_metrics(metrics);
  return response(metrics);
}

}  // namespace spaconf

// Metrics for Prometheus: numbers only, nothing about a person.
#pragma once

#include "pages/site.h"

namespace spaconf {

/// This program's requests, the state of each service and, if the database responds, numbers of
/// registrations, tasks and failed steps of the worker. 200 even if a service is down.
web::Response metrics_page(Site& site, const web::Request& request);

/// This program's requests only; touches no other service.
web::Response request_metrics_page(Site& site, const web::Request& request);

}  // namespace spaconf

// Shows a phone's status, the path that led to it, and its audit trail.
#pragma once

#include <optional>
#include <vector>

#include "pages/site.h"
#include "status/status.h"

namespace spaconf {

/// Fills STATUS, PATH of a live phone, and AUDIT_TRAIL of a phone's page. `contacts` are those of
/// all its lines' accounts; empty when the exchange did not answer.
void fill_status(Values& values, Site& site, const web::Request& request, const Record& record,
                 const std::optional<std::vector<Contact>>& contacts);

}  // namespace spaconf

// Shows a phone's status and audit trail on its page.
#pragma once

#include <optional>
#include <vector>

#include "pages/site.h"
#include "status/status.h"

namespace spaconf {

/// Fills STATUS and AUDIT_TRAIL of a phone's page. `contacts` are those of all its lines' accounts;
/// empty when the exchange did not answer.
void fill_status(Values& values, Site& site, const web::Request& request, const Record& record,
                 const std::optional<std::vector<Contact>>& contacts);

}  // namespace spaconf

// Refuses rows of a table with settings that only an administrator may set.
#pragma once

#include <string>
#include <vector>

#include "registration/services.h"
#include "store/job.h"

namespace spaconf {

/// Removes from `rows` those that give a phone a setting which decides where it gets its profile,
/// and returns them, refused. `head` is the row with the names of the columns.
std::vector<JobRow> take_provisioning_rows(Services& services, const std::string& head,
                                           std::vector<JobRow>& rows);

}  // namespace spaconf

// Asks on a job's page what the columns of its table mean, and reads the answer.
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "pages/site.h"
#include "store/job.h"

namespace spaconf {

/// Fills NAMING: a choice for each column of the table. Those in the job's options are chosen, or
/// those that the columns probably mean.
void fill_naming(Values& values, Site& site, const web::Request& request, const Job& job);

/// What was chosen for each column, in their order.
std::vector<std::string> chosen_names(const Fields& fields);

/// Has the table checked with the names that were sent, one for each column. Returns why it cannot
/// have them, as a sentence; empty when it can.
std::string take_names(Store& store, const Job& job, const std::vector<std::string>& names);

}  // namespace spaconf

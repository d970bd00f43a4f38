// Purges records and files that have been kept for long enough.
#pragma once

#include <vector>

#include "base/config.h"
#include "registration/services.h"
#include "registration/worker.h"

namespace spaconf {

/// The worker's steps that purge, one for each key keep_… in [registration], which they read. The
/// services must outlive them. Throws Misconfigured.
std::vector<WorkerStep> retention_steps(const Section& registration, Services& services);

}  // namespace spaconf

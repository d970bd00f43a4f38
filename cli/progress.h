// Shows the progress of writing many profiles.
#pragma once

#include "reconcile/regenerate.h"

namespace spaconf::cli {

/// Calls `work` with these options, with a bar on a terminal, and prints the result. Returns the
/// exit code.
int show_regeneration(RegenerateOptions options,
                      RegenerateResult (*work)(const Config&, const RegenerateOptions&));

}  // namespace spaconf::cli

// Shows the progress of commands that take long.
#pragma once

#include <cstdint>

#include "reconcile/regenerate.h"

namespace spaconf::cli {

/// True when standard error is a terminal, which can show a bar.
bool is_watched();
/// Removes the bar, so that a line of output can take its place.
void clear_progress();
/// Draws a bar over the former one.
void show_progress(std::int64_t looked_at, std::int64_t all);

/// Calls `work` with these options, with a bar on a terminal, and prints the result. Returns the
/// exit code.
int show_regeneration(RegenerateOptions options,
                      RegenerateResult (*work)(const Config&, const RegenerateOptions&));

}  // namespace spaconf::cli

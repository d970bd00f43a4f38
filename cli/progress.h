// Many profiles are written while somebody watches.
#pragma once

#include "reconcile/regenerate.h"

namespace spaconf::cli {

/// Carries the wish out by `work`, with a bar on a terminal, and prints how it went. Gives the
/// exit code.
int show_regeneration(Regeneration wish, Regenerated (*work)(const Config&, const Regeneration&));

}  // namespace spaconf::cli

// Finds signs that the exchange reads other columns than spaconf fills.
#pragma once

#include <string>
#include <vector>

#include "account/exchange.h"

namespace spaconf {

/// One sentence for each sign among the exchange's first accounts that it would not let spaconf's
/// accounts in: it computes hashes from passwords and spaconf stores none, it compares
/// hashes and spaconf stores none, or its realm is another. Empty if there are none, or if the
/// dialect cannot read accounts.
std::vector<std::string> storage_warnings(Exchange& exchange);

}  // namespace spaconf

// What accounts may call, as boxes of a form and in words.
#pragma once

#include <string>
#include <vector>

#include "account/exchange.h"
#include "base/template.h"

namespace spaconf {

/// A box for each permission of the configuration and for each that is in `has` beside them;
/// those in `chosen` are ticked.
void fill_permissions(Values& values, const Exchange& exchange,
                      const std::vector<std::string>& chosen,
                      const std::vector<std::string>& has = {});

/// "Long distance, International"; one that is in the configuration no more is marked.
std::string permissions_in_words(const Exchange& exchange, const std::vector<std::string>& has);

}  // namespace spaconf

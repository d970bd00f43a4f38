// Shows an account's permissions as check boxes and in words.
#pragma once

#include <string>
#include <vector>

#include "account/exchange.h"
#include "base/template.h"

namespace spaconf {

/// A box for each configured permission and for each other one in `has`; those in `chosen` are
/// ticked.
void fill_permissions(Values& values, const Exchange& exchange,
                      const std::vector<std::string>& chosen,
                      const std::vector<std::string>& has = {});

/// "Long distance, International"; one that is no longer configured is marked.
std::string permissions_in_words(const Exchange& exchange, const std::vector<std::string>& has);

}  // namespace spaconf

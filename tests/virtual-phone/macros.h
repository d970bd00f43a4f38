// Puts the values of macros such as $MA into a rule.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace virtual_phone {

/// Name without the dollar sign -> value.
using Macros = std::map<std::string, std::string, std::less<>>;

/// The text with $NAME, $(NAME), $(NAME:p) and $(NAME:p:q) replaced, where p is an offset from 0
/// and q a length, and $$ made a dollar sign. What it does not know stays; values are not expanded
/// again. Source: Linksys SPA Provisioning Guide 3.01, pages 69-71.
std::string expanded(std::string_view text, const Macros& macros);

}  // namespace virtual_phone

// Compares logins as directories do.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// A form that all spellings of a login share: it ignores case, width and composition, and has
/// single blanks. Source: RFC 4518, as caseIgnoreMatch uses it.
std::string login_key(std::string_view login);

/// Are these two spellings of one login? "novak" and "Novak" are; "novak" and "novák" are not.
bool same_login(std::string_view a, std::string_view b);

}  // namespace spaconf

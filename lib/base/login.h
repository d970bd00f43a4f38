// Compares logins as directories do.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// The text that all spellings of a login share: without regard to case, width and composition,
/// with single blanks. Source: RFC 4518, as caseIgnoreMatch uses it.
std::string login_key(std::string_view login);

/// Are these one login, spelled in two ways? "novak" and "Novak" are; "novak" and "novák" are not.
bool same_login(std::string_view a, std::string_view b);

}  // namespace spaconf

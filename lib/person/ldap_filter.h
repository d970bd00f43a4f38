// Texts inside LDAP search filters.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// The text so that it matches only itself. Source: RFC 4515, section 3.
std::string ldap_escape(std::string_view text);

}  // namespace spaconf

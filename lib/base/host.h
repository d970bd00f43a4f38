// Tells hosts of this machine from others, to which no secret goes in clear text.
#pragma once

#include <string_view>

namespace spaconf {

/// Is this host, as a URL or a configuration names it, certainly this machine? True for
/// "localhost" in any letter case and for loopback addresses: 127.0.0.0/8 and ::1, which may
/// stand in brackets. Names are not resolved, since whoever answers could lie.
bool is_this_machine(std::string_view host);

}  // namespace spaconf

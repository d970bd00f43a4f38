// Tells whether a host is this machine; other hosts never get secrets in clear text.
#pragma once

#include <string_view>

namespace spaconf {

/// Is this host, from a URL or the configuration, certainly this machine? True for
/// "localhost" in any letter case and for loopback addresses: 127.0.0.0/8 and ::1, which may
/// be in brackets. Names are not resolved, because the answer could be forged.
bool is_this_machine(std::string_view host);

}  // namespace spaconf

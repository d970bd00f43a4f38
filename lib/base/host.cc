// Compares a host with "localhost" and, as an address, with the loopback networks.
#include "base/host.h"

#include <arpa/inet.h>

#include <cstring>
#include <string>

#include "base/text.h"

namespace spaconf {

bool is_this_machine(std::string_view host) {
  const bool has_brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (host.find('\0') != host.npos) return false;
  const std::string name = lower(has_brackets ? host.substr(1, host.size() - 2) : host);
  if (in6_addr address{}; ::inet_pton(AF_INET6, name.c_str(), &address) == 1) {
    return std::memcmp(&address, &in6addr_loopback, sizeof address) == 0;
  }
  if (has_brackets) return false;
  if (in_addr address{}; ::inet_pton(AF_INET, name.c_str(), &address) == 1) {
    return ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET;
  }
  return name == "localhost";
}

}  // namespace spaconf

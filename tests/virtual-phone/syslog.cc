// One datagram for each line. Source: RFC 3164; facility and severity are a guess (local0.info).
#include "syslog.h"

#include "account.h"
#include "udp.h"

namespace virtual_phone {

bool send_syslog(const std::string& server, const std::string& text) {
  const auto there = resolve(host_of(server), port_of(server, 514));
  if (there) Udp(local_address(*there), 0).send("<134>" + text, *there);
  return there.has_value();
}

}  // namespace virtual_phone

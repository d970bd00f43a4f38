// Asks for an address as the phone does, through a real DHCP client.
#pragma once

#include <optional>
#include <string>

namespace virtual_phone {

struct Lease {
  std::string address;
  std::string tftp_server;  ///< Option 66; empty when the server did not send it
  std::string hostname;     ///< Option 12
};

/// Runs udhcpc on the interface, naming `vendor_class` in option 60, and gives the interface the
/// address it gets. Empty without an offer. For a network namespace of its own only.
std::optional<Lease> ask_dhcp(const std::string& interface, const std::string& vendor_class);

}  // namespace virtual_phone

// A network of IPv4 or IPv6 addresses, in CIDR notation.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace spaconf {

/// All addresses that begin with the same bits. An IPv4 address that is written as an IPv6 one,
/// "::ffff:192.0.2.7", is the IPv4 address. Source: RFC 4291, section 2.5.5.2; RFC 4632.
class Network {
 public:
  /// Reads "192.0.2.0/24", "2001:db8::/32" or a single address, and drops the bits after the
  /// prefix: "192.0.2.7/24" is 192.0.2.0/24. Empty when it is something else.
  static std::optional<Network> parse(std::string_view text);

  /// False for a text that is not an address, such as the "unix:" of nginx.
  bool contains(std::string_view address) const;
  /// "192.0.2.0/24"; a single address has a prefix, too: "192.0.2.7/32".
  std::string text() const;

 private:
  /// 16 bytes in network order. An IPv4 address has the prefix ::ffff:0:0/96.
  using Address = std::array<unsigned char, 16>;

  Network(const Address& address, int prefix);
  static std::optional<Address> address_in(std::string_view text);
  static bool is_ipv4(const Address& address);
  static Address beginning(const Address& address, int bits);

  Address address_;
  int prefix_;  ///< In bits of the 128
  bool is_ipv4_;
};

}  // namespace spaconf

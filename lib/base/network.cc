// Compares the first bits of addresses, all of them in the 128 bits of IPv6.
#include "base/network.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/number.h"

namespace spaconf {
namespace {

constexpr unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int mapped_bits = 96, all_bits = 128;

}  // namespace

Network::Network(const Address& address, int prefix)
    : address_(beginning(address, prefix)),
      prefix_(prefix),
      is_ipv4_(prefix >= mapped_bits && is_ipv4(address)) {}

std::optional<Network> Network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const std::string_view plain = text.substr(0, slash);
  const auto address = address_in(plain);
  if (!address) return {};
  if (slash == text.npos) return Network(*address, all_bits);
  const int before = plain.find(':') == plain.npos ? mapped_bits : 0;
  const auto prefix = whole_number(text.substr(slash + 1), 0, all_bits - before);
  if (!prefix) return {};
  return Network(*address, before + static_cast<int>(*prefix));
}

bool Network::contains(std::string_view text) const {
  const auto address = address_in(text);
  return address && is_ipv4(*address) == is_ipv4_ && beginning(*address, prefix_) == address_;
}

std::string Network::text() const {
  char text[INET6_ADDRSTRLEN];
  if (is_ipv4_) {
    ::inet_ntop(AF_INET, address_.data() + sizeof mapped, text, sizeof text);
  } else {
    ::inet_ntop(AF_INET6, address_.data(), text, sizeof text);
  }
  return std::string(text) + "/" + std::to_string(prefix_ - (is_ipv4_ ? mapped_bits : 0));
}

std::optional<Network::Address> Network::address_in(std::string_view text) {
  if (text.find('\0') != text.npos) return {};
  const std::string name(text);
  Address address{};
  if (::inet_pton(AF_INET6, name.c_str(), address.data()) == 1) return address;
  std::ranges::copy(mapped, address.begin());
  if (::inet_pton(AF_INET, name.c_str(), address.data() + sizeof mapped) == 1) return address;
  return {};
}

bool Network::is_ipv4(const Address& address) {
  return std::equal(std::begin(mapped), std::end(mapped), address.begin());
}

Network::Address Network::beginning(const Address& address, int bits) {
  Address kept{};
  for (int bit = 0; bit < bits; bit += 8) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int unused = std::max(0, bit + 8 - bits);
    kept[byte] = static_cast<unsigned char>(address[byte] & 0xff << unused);
  }
  return kept;
}

}  // namespace spaconf

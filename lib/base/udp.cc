// Sends and receives UDP datagrams.
// The socket is connected, so that the kernel reports when the other end does not listen.
#include "base/udp.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include "base/error.h"

namespace spaconf {
namespace {

constexpr std::size_t largest_datagram = 65535;

struct FreeAddresses {
  void operator()(addrinfo* found) const { ::freeaddrinfo(found); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

/// nullptr unless the text is an address and a port.
Addresses parsed(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == text.npos || colon + 1 == text.size()) return {};
  std::string host = text.substr(0, colon);
  const bool has_brackets = host.starts_with('[') && host.ends_with(']');
  if (has_brackets) host = host.substr(1, host.size() - 2);
  if (has_brackets != (host.find(':') != host.npos)) return {};
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  if (::getaddrinfo(host.c_str(), text.c_str() + colon + 1, &hints, &found) != 0) return {};
  return Addresses(found);
}

}  // namespace

bool Udp::is_address(const std::string& text) { return parsed(text) != nullptr; }

Udp::Udp(std::string service, const std::string& to)
    : service_(std::move(service)), to_(to), socket_(-1) {
  const Addresses address = parsed(to);
  if (!address) throw Unavailable(service_, to_ + ": is not an address with a port");
  socket_ = ::socket(address->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) fail();
  if (::connect(socket_, address->ai_addr, address->ai_addrlen) != 0) {
    const int reason = errno;
    ::close(socket_);
    errno = reason;
    fail();
  }
}

Udp::~Udp() { ::close(socket_); }

void Udp::fail() const { throw Unavailable(service_, to_ + ": " + std::strerror(errno)); }

std::string Udp::own() const {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  char host[NI_MAXHOST], port[NI_MAXSERV];
  auto* address = reinterpret_cast<sockaddr*>(&own);
  if (::getsockname(socket_, address, &size) != 0) fail();
  if (::getnameinfo(address, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    fail();
  }
  const std::string name = own.ss_family == AF_INET6 ? "[" + std::string(host) + "]" : host;
  return name + ":" + port;
}

void Udp::send(const std::string& bytes) {
  if (::send(socket_, bytes.data(), bytes.size(), 0) < 0) fail();
}

std::optional<std::string> Udp::receive(std::chrono::milliseconds time) {
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, static_cast<int>(std::max<long>(time.count(), 0))) <= 0) return {};
  std::string bytes(largest_datagram, '\0');
  const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (size < 0) fail();
  bytes.resize(static_cast<std::size_t>(size));
  return bytes;
}

}  // namespace spaconf

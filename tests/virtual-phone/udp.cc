// Sockets, and the names of hosts.
#include "udp.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <system_error>

namespace virtual_phone {
namespace {

sockaddr* generic(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }
const sockaddr* generic(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

}  // namespace

std::optional<sockaddr_in> resolve(const std::string& host, int port) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_DGRAM;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    return std::nullopt;
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> end(found, &freeaddrinfo);
  return *reinterpret_cast<const sockaddr_in*>(found->ai_addr);
}

in_addr local_address(const sockaddr_in& there) {
  const int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in own{};
  socklen_t size = sizeof own;
  if (connect(probe, generic(there), sizeof there) == 0) getsockname(probe, generic(own), &size);
  close(probe);
  return own.sin_addr;
}

std::string to_text(in_addr address) {
  char text[INET_ADDRSTRLEN];
  return inet_ntop(AF_INET, &address, text, sizeof text);
}

Udp::Udp(in_addr address, int port) : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in own{};
  own.sin_family = AF_INET;
  own.sin_addr = address;
  own.sin_port = htons(static_cast<uint16_t>(port));
  if (bind(fd_, generic(own), sizeof own) == 0) return;
  own.sin_port = 0;
  if (bind(fd_, generic(own), sizeof own) == 0) return;
  const int reason = errno;
  close(fd_);
  throw std::system_error(reason, std::generic_category(), "bind " + to_text(address));
}

Udp::~Udp() { close(fd_); }

sockaddr_in Udp::own() const {
  sockaddr_in own{};
  socklen_t size = sizeof own;
  getsockname(fd_, generic(own), &size);
  return own;
}

std::string Udp::address() const { return to_text(own().sin_addr); }

int Udp::port() const { return ntohs(own().sin_port); }

void Udp::send(const std::string& bytes, const sockaddr_in& to) const {
  // A lost datagram and one that could not be sent are the same: it is sent again.
  (void)sendto(fd_, bytes.data(), bytes.size(), 0, generic(to), sizeof to);
}

std::optional<Datagram> Udp::receive(double seconds) const {
  pollfd wait{.fd = fd_, .events = POLLIN, .revents = 0};
  if (poll(&wait, 1, static_cast<int>(seconds * 1000)) < 1) return std::nullopt;
  Datagram got;
  got.bytes.resize(65536);
  socklen_t size = sizeof got.from;
  const ssize_t length =
      recvfrom(fd_, got.bytes.data(), got.bytes.size(), 0, generic(got.from), &size);
  if (length < 0) return std::nullopt;
  got.bytes.resize(static_cast<size_t>(length));
  return got;
}

}  // namespace virtual_phone

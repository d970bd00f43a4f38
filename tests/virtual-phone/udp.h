// A UDP port of the phone.
#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>

namespace virtual_phone {

struct Datagram {
  std::string bytes;
  sockaddr_in from;
};

/// Finds the first IPv4 address of a name; empty when there is none.
std::optional<sockaddr_in> resolve(const std::string& host, int port);

/// The address this machine would send from to get there.
in_addr local_address(const sockaddr_in& there);

std::string to_text(in_addr address);

class Udp {
 public:
  /// Opens `port` of `address`, or any port when that one is taken: on loopback many phones share
  /// one address. Throws std::system_error.
  Udp(in_addr address, int port);
  ~Udp();
  Udp(const Udp&) = delete;
  Udp& operator=(const Udp&) = delete;

  int fd() const { return fd_; }
  std::string address() const;
  int port() const;

  void send(const std::string& bytes, const sockaddr_in& to) const;

  /// The next datagram; empty when none came within so many seconds.
  std::optional<Datagram> receive(double seconds) const;

 private:
  sockaddr_in own() const;

  int fd_;
};

}  // namespace virtual_phone

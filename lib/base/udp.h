// Sends and receives UDP datagrams to and from one address.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace spaconf {

/// A socket that sends to one address and receives only from it.
class Udp {
 public:
  /// Is it an address and a port, "192.0.2.1:5060" or "[2001:db8::1]:5060"? Names are not
  /// accepted, because resolving them may take too long.
  static bool is_address(const std::string& text);

  /// `service` names the other side in errors. Throws Unavailable: there is no route.
  Udp(std::string service, const std::string& to);
  Udp(const Udp&) = delete;
  Udp& operator=(const Udp&) = delete;
  ~Udp();

  /// Our own address, in the shape of is_address().
  std::string own() const;
  /// Throws Unavailable: the other end does not listen.
  void send(const std::string& bytes);
  /// The next datagram; empty when none arrives in time. Throws Unavailable: the other end does not
  /// listen.
  std::optional<std::string> receive(std::chrono::milliseconds time);

 private:
  [[noreturn]] void fail() const;

  std::string service_, to_;
  int socket_;
};

}  // namespace spaconf

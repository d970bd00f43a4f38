// A UDP socket that is connected to one address.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace spaconf {

/// A socket that sends to one address and hears nobody else.
class Udp {
 public:
  /// Is it an address and a port, "192.0.2.1:5060" or "[2001:db8::1]:5060"? A name is none:
  /// looking it up may take longer than anybody waits.
  static bool is_address(const std::string& text);

  /// `service` names the other side in errors. Throws Unavailable: no way leads there.
  Udp(std::string service, const std::string& to);
  Udp(const Udp&) = delete;
  Udp& operator=(const Udp&) = delete;
  ~Udp();

  /// Our own end, in the shape of is_address().
  std::string own() const;
  /// Throws Unavailable: nobody listens there.
  void send(const std::string& bytes);
  /// The next datagram; empty when none comes in time. Throws Unavailable: nobody listens there.
  std::optional<std::string> receive(std::chrono::milliseconds time);

 private:
  [[noreturn]] void fail() const;

  std::string service_, to_;
  int socket_;
};

}  // namespace spaconf

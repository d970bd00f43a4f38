// A non-INVITE client transaction. It uses the real clock, as the network does.
#include "transaction.h"

#include <algorithm>
#include <chrono>

namespace virtual_phone {
namespace {

double seconds_since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

bool is_final_answer(const SipMessage& response, const SipMessage& request) {
  return response.status() >= 200 && response.header("CSeq") == request.header("CSeq") &&
         response.header("Call-ID") == request.header("Call-ID");
}

}  // namespace

std::optional<SipMessage> transact(
    const Udp& udp, const SipMessage& request, const sockaddr_in& to, const Timers& timers,
    const std::function<void(const SipMessage& request, const sockaddr_in& from)>& hand_on) {
  const auto began = std::chrono::steady_clock::now();
  double interval = timers.t1, next = 0;
  while (seconds_since(began) < timers.f) {
    if (seconds_since(began) >= next) {
      udp.send(request.text(), to);
      next += interval;
      interval = std::min(2 * interval, timers.t2);
    }
    const double left = std::min(next, timers.f) - seconds_since(began);
    const auto datagram = udp.receive(std::max(left, 0.001));
    const auto got = datagram ? SipMessage::parse(datagram->bytes) : std::nullopt;
    if (!got) continue;
    if (!got->is_response())
      hand_on(*got, datagram->from);
    else if (is_final_answer(*got, request))
      return got;
  }
  return std::nullopt;
}

}  // namespace virtual_phone

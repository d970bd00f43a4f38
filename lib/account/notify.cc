// Sends a NOTIFY by UDP: a non-INVITE client transaction.
// Source: RFC 3261, 17.1.2. Its 32 seconds are shortened, because a user waits.
#include "account/notify.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/udp.h"

namespace spaconf {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
constexpr milliseconds t1{500}, t2{4000};

milliseconds until(Clock::time_point time) {
  return std::chrono::ceil<milliseconds>(time - Clock::now());
}

std::optional<Answer> transact(Udp& way, const Notify& notify, Clock::time_point end) {
  const std::string request = serialize(notify);
  milliseconds interval = t1;
  while (Clock::now() < end) {
    way.send(request);
    const auto next = std::min(Clock::now() + interval, end);
    interval = std::min(2 * interval, t2);
    while (Clock::now() < next) {
      const auto datagram = way.receive(until(next));
      if (!datagram) break;
      const auto answer = answer_to(notify, *datagram);
      if (answer && answer->status >= 200) return answer;
      if (answer) interval = t2;  // the request has arrived
    }
  }
  return {};
}

void begin_attempt(Notify& notify, int sequence) {
  notify.sequence = sequence;
  notify.branch = "z9hG4bK" + random_key();
}

}  // namespace

std::optional<Answer> send_notify(Notify notify, const std::vector<Secret>& passwords,
                                  milliseconds patience) {
  const auto end = Clock::now() + patience;
  Udp way("exchange", notify.exchange);
  notify.own = way.own();
  notify.call_id = random_key();
  notify.tag = random_key();
  begin_attempt(notify, 1);
  auto answer = transact(way, notify, end);
  for (const Secret& password : passwords) {
    if (!answer || answer->status != 401 || !answer->challenge) break;
    begin_attempt(notify, notify.sequence + 1);
    notify.proof = Proof{*answer->challenge, password, random_key()};
    answer = transact(way, notify, end);
  }
  return answer;
}

}  // namespace spaconf

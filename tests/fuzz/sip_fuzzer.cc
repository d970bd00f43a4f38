// Fuzzes datagrams of exchanges and phones: the answer to a NOTIFY, and the names that phones give
// themselves.
#include "account/sip_message.h"
#include "base/error.h"
#include "base/text.h"
#include "phone/user_agent.h"
#include "property.h"

using namespace spaconf;

namespace {

Notify notify() {
  return {.event = "resync",
          .contact = "sip:1001@192.0.2.7:5060",
          .user = "1001",
          .domain = "sip.example.org",
          .exchange = "192.0.2.1:5060",
          .own = "192.0.2.9:40000",
          .call_id = "call",
          .tag = "tag",
          .branch = "z9hG4bKone",
          .proof = {}};
}

/// A challenge is answered, and a contact is written as one line.
void send_again(const Notify& request) try {
  const std::string text = serialize(request);
  fuzz::require(lower(text.substr(0, 11)) == "notify sip:", "a NOTIFY goes to a SIP address");
  fuzz::require(text.find("\r\n\r\n") != text.npos, "a NOTIFY ends");
} catch (const Unavailable&) {
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  Notify request = notify();
  if (const auto answer = answer_to(request, text)) {
    fuzz::require(answer->status >= 100 && answer->status < 700, "an answer has a status");
    if (answer->challenge) {
      request.proof = Proof{*answer->challenge, Secret("secret"), "cnonce"};
      send_again(request);
    }
  }
  if (const auto agent = parse_user_agent(text)) {
    fuzz::require(agent->model != nullptr, "a phone has a model");
  }
  Notify other = notify();
  other.contact = text;
  send_again(other);
  return 0;
}

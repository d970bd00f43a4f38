// REGISTER with digest, and NOTIFY. Source: RFC 3261, sections 8 and 10; what the phone
// adds to it: its parameters.
#include "line.h"

#include <charconv>

#include "digest.h"
#include "transaction.h"

namespace virtual_phone {
namespace {

constexpr int sip_port = 5060;

int number(const std::string& text, int otherwise) {
  int value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

/// What the registrar granted: the parameter of our contact, else the header, else what we asked.
int granted(const SipMessage& response, const std::string& contact, int asked) {
  int expires = number(response.header("Expires"), asked);
  for (const auto& [name, value] : response.headers) {
    const size_t ours = value.find(contact);
    if (name != "Contact" || ours == std::string::npos) continue;
    const std::string own = value.substr(ours, value.find(',', ours) - ours);
    if (const size_t at = own.find(";expires="); at != std::string::npos)
      expires = number(own.substr(at + 9), expires);
  }
  return expires;
}

}  // namespace

Line::Line(int n, const Flash& flash, const Clock& clock, const Tell& tell, std::string user_agent)
    : n_(n),
      flash_(flash),
      clock_(clock),
      tell_(tell),
      user_agent_(std::move(user_agent)),
      account_(Account::of(flash, n)),
      notify_(n, flash),
      call_id_(random_hex(16)),
      tag_(random_hex(8)),
      due_(clock.now()) {}

std::string Line::own() const { return udp_->address() + ":" + std::to_string(udp_->port()); }

/// A name of the phone in headers, where $VERSION is its model and firmware.
std::string Line::named(const char* parameter) const {
  std::string name = flash_[parameter];
  if (const size_t at = name.find("$VERSION"); at != std::string::npos)
    name.replace(at, 8, user_agent_);
  return name;
}

int Line::requested_expires() const { return number(flash_.of("Register_Expires", n_), 3600); }

bool Line::wants_registration() const {
  if (!flash_.is_yes("Line_Enable", n_)) return false;
  std::string why;
  if (!flash_.is_yes("Register", n_))
    why = "Register is No";
  else if (user().empty())
    why = "no User_ID";
  else if (account_.registrar.empty())
    why = "no Proxy";
  else
    return true;
  tell_("line idle", {{"line", n_}, {"why", why}});
  return false;
}

bool Line::open(std::string& why) {
  if (const std::string& transport = flash_.of("SIP_Transport", n_); transport != "UDP") {
    why = "this phone speaks UDP only, not " + transport;
    return false;
  }
  const auto found = resolve(host_of(account_.next_hop), port_of(account_.next_hop, sip_port));
  if (!found) {
    why = "no address of " + account_.next_hop;
    return false;
  }
  proxy_ = *found;
  if (!udp_)
    udp_ =
        std::make_unique<Udp>(local_address(proxy_), number(flash_.of("SIP_Port", n_), sip_port));
  return true;
}

/// The display name before an address; only on demand is it something that SIP understands whatever
/// it holds. Source: Linksys SPA Administration Guide, "Escape Display Name".
std::string Line::display_name() const {
  if (account_.display.empty()) return "";
  const bool escapes = flash_.is_yes("Escape_Display_Name");
  return (escapes ? quoted(account_.display) : account_.display) + " ";
}

SipMessage Line::request(int expires) const {
  const std::string name = display_name();
  const std::string who = name + "<sip:" + user() + "@" + account_.domain + ">";
  const bool has_own_agent = !flash_["SIP_Reg_User_Agent_Name"].empty();
  SipMessage message;
  message.first_line = "REGISTER sip:" + account_.registrar + " SIP/2.0";
  message.headers = {
      {"Via", "SIP/2.0/UDP " + own() + ";branch=z9hG4bK-" + random_hex(8) + ";rport"},
      {"From", who + ";tag=" + tag_},
      {"To", who},
      {"Call-ID", call_id_ + "@" + udp_->address()},
      {"CSeq", std::to_string(sequence_) + " REGISTER"},
      {"Max-Forwards", flash_["Max_Forward"]},
      {"Contact", name + "<sip:" + user() + "@" + own() + ">;expires=" + std::to_string(expires)},
      {"User-Agent", named(has_own_agent ? "SIP_Reg_User_Agent_Name" : "SIP_User_Agent_Name")},
  };
  return message;
}

void Line::enroll(int expires) {
  std::string why;
  if (!open(why)) return fail(why, true);
  std::string credentials, header;
  std::optional<SipMessage> response;
  const Timers timers{.t1 = flash_.number("SIP_T1", 0.5),
                      .t2 = flash_.number("SIP_T2", 4),
                      .f = flash_.number("SIP_Timer_F", 16)};
  // Max_Auth challenges, and once more for a registrar that wants a longer expiry.
  for (int tries = 0; tries < 4; ++tries) {
    ++sequence_;
    SipMessage message = request(expires);
    if (!credentials.empty()) message.headers.emplace_back(header, credentials);
    response = transact(*udp_, message, proxy_, timers,
                        [this](const SipMessage& got, const sockaddr_in& from) {
                          heard_.push_back(respond(got, from));
                        });
    const int status = response ? response->status() : 0;
    if (status == 423) {
      expires = number(response->header("Min-Expires"), expires);
    } else if (status == 401 || status == 407) {
      const auto challenge =
          read_digest(response->header(status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate"));
      const auto stale = challenge.find("stale");
      const bool is_stale = stale != challenge.end() && stale->second == "true";
      if (challenge.empty() || (!credentials.empty() && !is_stale)) break;
      header = status == 401 ? "Authorization" : "Proxy-Authorization";
      credentials =
          answer(challenge, "REGISTER", message.uri(), account_.auth_user, account_.password);
    } else {
      break;
    }
  }
  settle(response, expires);
}

void Line::settle(const std::optional<SipMessage>& response, int expires) {
  if (!response) return fail("no answer", true);
  if (response->status() / 100 != 2) {
    // The registrar said no; what is not passing is tried again at long intervals.
    const bool soon = response->status() / 100 == 5;
    return fail(response->first_line.substr(8), soon);
  }
  if (expires == 0) {
    registered_ = false;
    left_ = true;
    tell_("unregistered", {{"line", n_}, {"user", user()}});
    return;
  }
  const int lasts = granted(*response, own(), expires);
  registered_ = true;
  due_ = clock_.now() + 0.9 * lasts;
  tell_("registered", {{"line", n_},
                       {"user", user()},
                       {"domain", account_.domain},
                       {"contact", own()},
                       {"expires", lasts}});
}

void Line::fail(const std::string& why, bool soon) {
  registered_ = false;
  due_ = clock_.now() + (soon ? flash_.number("Reg_Retry_Intvl", 30)
                              : flash_.number("Reg_Retry_Long_Intvl", 1200));
  tell_("register failed", {{"line", n_}, {"user", user()}, {"why", why}, {"next", due_}});
}

void Line::leave() {
  if (registered_) enroll(0);
}

Wish Line::hear() {
  while (const auto datagram = udp_ ? udp_->receive(0) : std::nullopt) {
    const auto got = SipMessage::parse(datagram->bytes);
    if (got && !got->is_response()) heard_.push_back(respond(*got, datagram->from));
  }
  Wish first = Wish::none;
  for (Wish wish : heard_)
    if (first == Wish::none) first = wish;
  heard_.clear();
  return first;
}

Wish Line::respond(const SipMessage& request, const sockaddr_in& from) {
  const std::string method = request.method();
  if (method == "ACK") return Wish::none;
  Wish wish = Wish::none;
  SipMessage response = response_to(request, "405 Method Not Allowed");
  if (method == "NOTIFY")
    wish = notify_.answer(request, response);
  else if (method == "OPTIONS")
    response.first_line = "SIP/2.0 200 OK";
  else if (method == "INVITE")
    response.first_line = "SIP/2.0 486 Busy Here";
  response.headers.emplace_back("Server", named("SIP_Server_Name"));
  tell_("answered", {{"line", n_},
                     {"method", method},
                     {"request", request.header("Event")},
                     {"status", response.status()}});
  udp_->send(response.text(), from);
  return wish;
}

}  // namespace virtual_phone

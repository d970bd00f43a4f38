// Builds and parses SIP messages with osip.
// Values in headers come from users or phones, so each value is parsed first and never pasted.
#include "account/sip_message.h"

#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>

#include <algorithm>
#include <cstdarg>
#include <memory>
#include <new>

#include "base/error.h"
#include "base/text.h"

namespace spaconf {
namespace {

constexpr char method[] = "NOTIFY";
constexpr std::size_t longest_reason = 60;

struct FreeMessage {
  void operator()(osip_message_t* message) const { osip_message_free(message); }
};
using Message = std::unique_ptr<osip_message_t, FreeMessage>;

/// osip would print every invalid message to standard output.
void keep_quiet(const char*, int, osip_trace_level_t, const char*, va_list) {}

Message new_message() {
  static const int failure = [] {
    osip_trace_initialize_func(TRACE_LEVEL0, keep_quiet);
    return parser_init();
  }();
  osip_message_t* message = nullptr;
  if (failure || osip_message_init(&message) != 0) throw std::bad_alloc();
  return Message(message);
}

void check(int failure) {
  if (failure) throw Unavailable("exchange", "NOTIFY: the contact is not a SIP address");
}

/// Copies and frees a string that osip allocated.
std::string taken(char* text) {
  const std::string copy = text ? text : "";
  osip_free(text);
  return copy;
}

std::string text_of(const char* text) { return text ? text : ""; }

std::string unquoted(const char* text) {
  const std::string all = text_of(text);
  const bool has_quotes = all.size() >= 2 && all.front() == '"' && all.back() == '"';
  return has_quotes ? all.substr(1, all.size() - 2) : all;
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string set_uri(osip_message_t* message, const std::string& contact) {
  check(!is_ascii(contact) || has_controls(contact) ||
        contact.find_first_of(" <>") != contact.npos);
  osip_uri_t* uri = nullptr;
  check(osip_uri_init(&uri));
  osip_message_set_uri(message, uri);
  check(osip_uri_parse(uri, contact.c_str()));
  check(!uri->scheme || lower(uri->scheme) != "sip" || !uri->host);
  char* written = nullptr;
  check(osip_uri_to_str(uri, &written));
  return taken(written);
}

std::string authorization(const Notify& notify, const std::string& uri) {
  const auto& [challenge, password, cnonce] = *notify.proof;
  const Account account{notify.user, challenge.realm, password};
  std::string value =
      "Digest username=" + quoted(notify.user) + ", realm=" + quoted(challenge.realm) +
      ", nonce=" + quoted(challenge.nonce) + ", uri=" + quoted(uri) +
      ", response=" + quoted(digest_response(challenge, account, method, uri, cnonce)) +
      ", algorithm=MD5";
  if (!challenge.opaque.empty()) value += ", opaque=" + quoted(challenge.opaque);
  if (challenge.has_qop) {
    value += ", cnonce=" + quoted(cnonce) + ", qop=auth, nc=" + std::string(nonce_count);
  }
  return value;
}

/// Empty when there is no challenge that we can answer.
std::optional<Challenge> challenge_in(const osip_message_t* message) {
  osip_www_authenticate_t* header = nullptr;
  for (int i = 0; osip_message_get_www_authenticate(message, i, &header) >= 0 && header; ++i) {
    const std::string algorithm = lower(unquoted(header->algorithm));
    if (lower(text_of(header->auth_type)) != "digest" || !header->nonce) continue;
    if (!algorithm.empty() && algorithm != "md5") continue;
    const auto all = split(replaced(unquoted(header->qop_options), " ", ""), ',');
    const bool has_qop = std::ranges::find(all, "auth") != all.end();
    if (!has_qop && header->qop_options) continue;
    return Challenge{unquoted(header->realm), unquoted(header->nonce), unquoted(header->opaque),
                     has_qop};
  }
  return {};
}

bool answers(const osip_message_t* message, const Notify& notify) {
  osip_via_t* via = nullptr;
  osip_generic_param_t* branch = nullptr;
  char name[] = "branch";
  if (osip_message_get_via(message, 0, &via) < 0 || !via || !message->cseq) return false;
  if (osip_generic_param_get_byname(&via->via_params, name, &branch) != 0 || !branch) return false;
  return text_of(branch->gvalue) == notify.branch && text_of(message->cseq->method) == method &&
         text_of(message->cseq->number) == std::to_string(notify.sequence);
}

}  // namespace

std::string serialize(const Notify& notify) {
  const Message message = new_message();
  osip_message_t* m = message.get();
  osip_message_set_method(m, osip_strdup(method));
  osip_message_set_version(m, osip_strdup("SIP/2.0"));
  const std::string uri = set_uri(m, notify.contact);
  const std::string from = "<sip:spaconf@" + notify.domain + ">;tag=" + notify.tag;
  const std::string to = "<sip:" + notify.user + "@" + notify.domain + ">";
  const std::string via = "SIP/2.0/UDP " + notify.own + ";branch=" + notify.branch + ";rport";
  check(osip_message_set_via(m, via.c_str()));
  check(osip_message_set_route(m, ("<sip:" + notify.exchange + ";lr>").c_str()));
  check(osip_message_set_from(m, from.c_str()));
  check(osip_message_set_to(m, to.c_str()));
  check(osip_message_set_call_id(m, notify.call_id.c_str()));
  check(osip_message_set_cseq(m, (std::to_string(notify.sequence) + " " + method).c_str()));
  check(osip_message_set_contact(m, ("<sip:spaconf@" + notify.own + ">").c_str()));
  if (notify.proof) {
    check(osip_message_set_authorization(m, authorization(notify, uri).c_str()));
  }
  check(osip_message_set_max_forwards(m, "70"));
  check(osip_message_set_header(m, "Event", notify.event.c_str()));
  // RFC 6665 requires it in every NOTIFY; there is no subscription.
  check(osip_message_set_header(m, "Subscription-State", "terminated"));
  check(osip_message_set_user_agent(m, "spaconf"));
  check(osip_message_set_content_length(m, "0"));
  char* written = nullptr;
  std::size_t length = 0;
  check(osip_message_to_str(m, &written, &length));
  return taken(written);
}

std::optional<Answer> answer_to(const Notify& notify, const std::string& datagram) {
  const Message message = new_message();
  if (osip_message_parse(message.get(), datagram.data(), datagram.size()) != 0) return {};
  if (!MSG_IS_RESPONSE(message) || !answers(message.get(), notify)) return {};
  const int status = message->status_code;
  if (status < 100 || status > 699) return {};
  std::string reason = text_of(message->reason_phrase);
  reason = is_utf8(reason) ? beginning(without_controls(reason), longest_reason) : "";
  return Answer{status, reason, challenge_in(message.get())};
}

}  // namespace spaconf

// A challenge first, then the event.
#include "notify.h"

#include "account.h"
#include "digest.h"

namespace virtual_phone {
namespace {

constexpr std::pair<std::string_view, Wish> events[] = {{"resync", Wish::resync},
                                                        {"check-sync", Wish::resync},
                                                        {"reboot_now", Wish::reboot},
                                                        {"restart_now", Wish::restart},
                                                        {"report", Wish::report}};

}  // namespace

Notify::Notify(int n, const Flash& flash) : n_(n), flash_(flash), nonce_(random_hex(32)) {}

bool Notify::may(const SipMessage& request) const {
  if (!flash_.is_yes("Auth_Resync-Reboot", n_)) return true;
  const Account account = Account::of(flash_, n_);
  const Credentials given = read_digest(request.header("Authorization"));
  const auto nonce = given.find("nonce");
  return nonce != given.end() && nonce->second == nonce_ &&
         is_right(given, "NOTIFY", account.auth_user, account.password);
}

Wish Notify::answer(const SipMessage& request, SipMessage& response) {
  const std::string header = request.header("Event");
  const std::string event = header.substr(0, header.find_first_of("; "));
  Wish wish = Wish::none;
  for (const auto& [name, means] : events)
    if (name == event) wish = means;
  if (wish == Wish::none) {
    const bool is_harmless = event == "keep-alive" || event == "message-summary";
    response.first_line = is_harmless ? "SIP/2.0 200 OK" : "SIP/2.0 489 Bad Event";
    return wish;
  }
  const bool allowed = may(request);
  nonce_ = random_hex(32);
  if (!allowed) {
    response.first_line = "SIP/2.0 401 Unauthorized";
    response.headers.emplace_back(
        "WWW-Authenticate", "Digest realm=\"" + Account::of(flash_, n_).domain + "\",nonce=\"" +
                                nonce_ + "\",algorithm=MD5,qop=\"auth\"");
    return Wish::none;
  }
  if (wish == Wish::resync && !flash_.is_yes("Resync_From_SIP")) {
    response.first_line = "SIP/2.0 403 Forbidden";
    return Wish::none;
  }
  response.first_line = "SIP/2.0 200 OK";
  return wish;
}

}  // namespace virtual_phone

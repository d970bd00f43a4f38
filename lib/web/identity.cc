// Checks users' roles and form tokens.
// The web server authenticates the user, roles.h gives the role, and a token proves that the form
// came from us.
#include "web/identity.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/error.h"
#include "base/number.h"
#include "base/translation.h"
#include "web/origin.h"

namespace spaconf::web {
namespace {

constexpr std::chrono::hours token_life{8};
/// How long roles are cached, and for how many users.
constexpr std::chrono::minutes role_life{1};
/// What counts without the directory is asked for again after this time. A request asks for the
/// role several times and must not wait for the directory each time.
constexpr std::chrono::seconds fallback_life{3};
constexpr std::size_t most_known = 1000;

std::vector<std::string> normalized_origins(const Section& web) {
  std::vector<std::string> origins;
  for (const std::string& text : web.texts("origins")) {
    const auto origin = normalized_origin(text);
    if (!origin) {
      web.wrong("origins", text + " is not an origin such as \"https://voip.example.org\"");
    }
    origins.push_back(*origin);
  }
  if (origins.empty()) web.wrong("origins", "origins is empty, so no form could be sent");
  return origins;
}

Secret token_key(const Section& web, const std::string& file) {
  return derived_key(web.key(file), "form tokens");
}

/// `parts` are expiry, user, action and request key of a token. None has a line end: a user name
/// comes from a header of the web server.
std::string signature(const Secret& key, std::initializer_list<std::string_view> parts) {
  std::string text;
  for (std::string_view part : parts) text.append(part).append("\n");
  return hmac_sha256_hex(key, text);
}

}  // namespace

Identity::Identity(const Section& web, Roles::GroupsOf groups_of)
    : roles_(web, std::move(groups_of)),
      origins_(normalized_origins(web)),
      key_(token_key(web, "key_file")),
      former_key_(web.has("former_key_file") ? token_key(web, "former_key_file") : Secret()) {}

Role Identity::role(const std::string& user) const {
  const auto time = now();
  const auto found = known_.find(user);
  if (found != known_.end() && found->second.since <= time && time < found->second.until) {
    return found->second.role;
  }
  Role role = Role::none;
  try {
    role = roles_.resolved(user);
  } catch (const Unavailable&) {
    // Without the directory only the lists of logins count.
    role = roles_.listed(user);
    if (role == Role::none) throw;
    remember(user, role, fallback_life);
    return role;
  }
  remember(user, role, role_life);
  return role;
}

void Identity::remember(const std::string& user, Role role, std::chrono::seconds time) const {
  if (known_.size() >= most_known) known_.clear();
  const auto since = now();
  known_[user] = {role, since, since + time};
}

void Identity::require(const Request& request, Role least) const {
  if (least == Role::none) return;
  if (!request.authenticated || request.user.empty()) {
    throw Refused(403, N_("The web server did not authenticate you."));
  }
  if (role(request.user) < least) {
    throw Refused(403, N_("You are logged in as {user} and do not have permission to do this."),
                  {{"user", request.user}});
  }
}

void Identity::verify_origin(const Request& request) const {
  // Browsers send Origin with every POST; what sends neither header is not a browser. A proxy
  // that adds Referrer-Policy: no-referrer makes the Origin of our own pages "null", and then
  // Sec-Fetch-Site, which no page can forge, decides.
  const bool is_hidden = request.origin == "null" && request.fetch_site == "same-origin";
  const bool foreign_origin =
      !request.origin.empty() && !is_hidden &&
      std::ranges::count(origins_, normalized_origin(request.origin).value_or("")) == 0;
  bool foreign_site = request.fetch_site == "cross-site" ||
                      (request.origin.empty() && request.fetch_site == "same-site");
  if (foreign_origin || foreign_site) {
    throw Refused(403, N_("This form came from another site. Nothing was changed."));
  }
}

std::string Identity::token(std::string_view user, std::string_view action,
                            std::string_view key) const {
  std::string expiry = std::to_string(Clock::to_time_t(now() + token_life));
  return expiry + "-" + signature(key_, {expiry, user, action, key});
}

void Identity::require_token(std::string_view token, std::string_view user, std::string_view action,
                             std::string_view key) const {
  auto dash = token.find('-');
  std::string_view expiry = token.substr(0, dash);
  auto is_signed_with = [&](const Secret& secret) {
    return constant_time_equal(token.substr(dash + 1),
                               signature(secret, {expiry, user, action, key}));
  };
  if (dash == token.npos ||
      !(is_signed_with(key_) || (!former_key_.empty() && is_signed_with(former_key_)))) {
    throw Refused(403,
                  N_("The security token of this form is invalid. Reload the page and try again."));
  }
  if (Clock::from_time_t(whole_number(expiry).value_or(0)) < now()) {
    throw Refused(403, N_("This form was opened more than eight hours ago. Nothing was changed. "
                          "Open the form again."));
  }
}

}  // namespace spaconf::web

// Splits an origin into scheme, host and port and joins them in one spelling.
#include "web/origin.h"

#include "base/number.h"
#include "base/text.h"

namespace spaconf::web {
namespace {

constexpr std::string_view host_characters = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
constexpr std::string_view address_characters = "0123456789abcdef:.";

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

bool is_host(std::string_view host) {
  if (!host.starts_with('[')) return consists_of(host, host_characters);
  return host.ends_with(']') && host.size() > 2 &&
         consists_of(host.substr(1, host.size() - 2), address_characters);
}

}  // namespace

std::optional<std::string> normalized_origin(std::string_view text) {
  const std::string origin = lower(text.substr(0, text.size() - text.ends_with('/')));
  const auto end = origin.find("://");
  if (end == origin.npos) return {};
  const std::string scheme = origin.substr(0, end);
  if (scheme != "http" && scheme != "https") return {};
  std::string host = origin.substr(end + 3), port;
  // The other colons belong to an IPv6 address in brackets.
  if (const auto colon = host.rfind(':'); colon != host.npos && !host.ends_with(']')) {
    port = host.substr(colon + 1);
    host.resize(colon);
    const auto number = whole_number(port, 1, 65535);
    if (!number) return {};
    const bool is_default = *number == (scheme == "http" ? 80 : 443);
    port = is_default ? "" : ":" + std::to_string(*number);
  }
  if (!is_host(host)) return {};
  return scheme + "://" + host + port;
}

}  // namespace spaconf::web

// Checks names, scopes, networks and dates, and says what is wrong with the first that is.
#include "typed_client.h"

#include <chrono>
#include <stdexcept>

#include "base/number.h"
#include "base/text.h"
#include "base/translation.h"
#include "person/distinguished_name.h"

namespace spaconf::cli {
namespace {

/// The width of its column.
constexpr std::size_t longest_subject = 1000;

/// `message` has the place {typed}.
[[noreturn]] void refuse(const std::string& typed, const char* message,
                         const std::string& scopes = "") {
  throw std::runtime_error(sentence(message, {{"typed", typed}, {"scopes", scopes}}));
}

std::string all_scopes() {
  std::vector<std::string> names;
  for (const ScopeName& each : scope_names) names.emplace_back(each.name);
  return joined(names, ", ");
}

/// Not ok() for a date that does not exist.
std::chrono::year_month_day date_in(const std::string& text) {
  constexpr std::chrono::year_month_day none{};
  const auto parts = split(text, '-');
  if (text.size() != std::string_view("2027-01-31").size() || parts.size() != 3) return none;
  const auto year = whole_number(parts[0], 1000, 9999);
  const auto month = whole_number(parts[1], 1, 12), day = whole_number(parts[2], 1, 31);
  if (!year || !month || !day) return none;
  return std::chrono::year(static_cast<int>(*year)) /
         std::chrono::month(static_cast<unsigned>(*month)) /
         std::chrono::day(static_cast<unsigned>(*day));
}

}  // namespace

std::set<Scope> scopes_in(const std::vector<std::string>& typed) {
  std::set<Scope> scopes;
  for (const std::string& each : typed) {
    const auto scope = scope_named(each);
    if (!scope)
      refuse(each, _("\"{typed}\" is not a scope: the scopes are {scopes}"), all_scopes());
    scopes.insert(*scope);
  }
  return scopes;
}

std::string certificate_in(const std::string& typed) {
  const auto subject = normalized_name(typed);
  if (!subject || subject->size() > longest_subject) {
    refuse(typed,
           _("\"{typed}\" is not a certificate's subject: write one such as CN=portal,O=Example"));
  }
  return *subject;
}

std::vector<Network> networks_in(const std::vector<std::string>& typed) {
  std::vector<Network> networks;
  if (typed == std::vector<std::string>{"any"}) return networks;
  for (const std::string& each : typed) {
    const auto network = Network::parse(each);
    if (!network)
      refuse(each,
             _("\"{typed}\" is not a network: write 192.0.2.0/24, 2001:db8::/32 or one address"));
    networks.push_back(*network);
  }
  return networks;
}

std::optional<std::string> last_day_in(const std::string& typed) {
  if (typed == "never") return {};
  const auto date = date_in(typed);
  if (!date.ok()) refuse(typed, _("\"{typed}\" is not a date: write one such as 2027-01-31"));
  const auto now = std::chrono::system_clock::now();
  if (date < std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now))) {
    refuse(typed, _("\"{typed}\" is not a date to come"));
  }
  return typed;
}

const std::string& client_name_in(const std::string& typed) {
  if (is_client_name(typed)) return typed;
  refuse(typed, _("\"{typed}\" is not a client's name: write a lower-case letter and up to 63 "
                  "letters, digits, . and -"));
}

}  // namespace spaconf::cli

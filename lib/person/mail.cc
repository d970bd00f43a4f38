// Accepts only addresses that a ticket system can send mail to, because it does not check them.
#include "person/mail.h"

#include "base/text.h"

namespace spaconf {
namespace {

/// Source: RFC 5321, section 4.5.3.1.3.
constexpr std::size_t longest_address = 254;

bool looks_like_mail(std::string_view text) {
  auto at = text.find('@');
  return at != 0 && at != text.npos && text.find('@', at + 1) == text.npos &&
         text.find_first_of(" ,;:<>()[]\\\"") == text.npos && at + 1 < text.size() &&
         text.find("..") == text.npos && text.back() != '.' && text[at + 1] != '.' &&
         text.size() <= longest_address;
}

}  // namespace

std::string mail_address(std::string_view value) {
  std::string address = plain_blanks(value);
  // "mailto:" is a URL's; "smtp:" occurs in proxyAddresses of Active Directory.
  for (std::string_view prefix : {"mailto:", "smtp:"}) {
    if (lower(address).starts_with(prefix)) address = trim(address.substr(prefix.size()));
  }
  return looks_like_mail(address) && !has_controls(address) ? address : "";
}

std::string first_address(const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    std::string address = mail_address(value);
    if (!address.empty()) return address;
  }
  return "";
}

}  // namespace spaconf

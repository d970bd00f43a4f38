// RFC 4515 escaping: five characters have a meaning in a filter.
#include "person/ldap_filter.h"

namespace spaconf {

std::string ldap_escape(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string escaped;
  for (char c : text) {
    if (c == '*' || c == '(' || c == ')' || c == '\\' || c == '\0') {
      auto byte = static_cast<unsigned char>(c);
      escaped += '\\';
      escaped += digits[byte >> 4];
      escaped += digits[byte & 15];
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace spaconf

// RFC 4515 escaping: five characters have a meaning in a filter.
#include "person/ldap_filter.h"

#include "base/text.h"

namespace spaconf {

std::string ldap_escape(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '*' || c == '(' || c == ')' || c == '\\' || c == '\0') {
      escaped += '\\';
      append_hex(escaped, c);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace spaconf

// Folds the case of logins (RFC 4518), because a directory finds NovakP when asked for novakp.
#include "base/login.h"

#include "base/text.h"

namespace spaconf {

std::string login_key(std::string_view login) {
  std::string key;
  for (const std::string& word : split(case_folded(login), ' ')) {
    if (!word.empty()) key += (key.empty() ? "" : " ") + word;
  }
  return key;
}

bool same_login(std::string_view a, std::string_view b) {
  return a == b || login_key(a) == login_key(b);
}

}  // namespace spaconf

// Checks whether a person, who may have several logins, has this one.
#include "person/person.h"

#include <algorithm>

#include "base/login.h"

namespace spaconf {

bool has_login(const Person& person, std::string_view login) {
  return same_login(person.login, login) ||
         std::ranges::any_of(person.other_logins,
                             [&](const std::string& each) { return same_login(each, login); });
}

}  // namespace spaconf

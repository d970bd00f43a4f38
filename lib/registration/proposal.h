// Proposes the registration of a person's next phone, before anything is typed.
#pragma once

#include <vector>

#include "base/error.h"
#include "base/fields.h"
#include "person/person.h"
#include "registration/services.h"
#include "store/known_people.h"

namespace spaconf {

/// What the form begins with.
struct Proposal {
  Person person;                    ///< With the login that their first phone was registered with
  std::vector<PersonPhone> phones;  ///< The person's live ones, the latest first
  /// "login", "model", and of line 1 "user", "display", and the "permission" that the person's
  /// account has already; a new account has none.
  Fields form;
  std::vector<Problem> problems;  ///< What the directory has and a phone cannot use
  bool has_account = false;  ///< spaconf has created the number's account, so it has a password
  bool is_foreign = false;   ///< The exchange has an account that spaconf did not create
};

/// For a person as the directory has them. A number that a portal `sent` replaces theirs; it may be
/// empty. Throws Unavailable.
Proposal propose(Services& services, Person person, const std::string& sent = "");

}  // namespace spaconf

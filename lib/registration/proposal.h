// Proposes the registration of a person's next phone, before anything is typed.
#pragma once

#include <vector>

#include "base/error.h"
#include "base/fields.h"
#include "person/person.h"
#include "registration/services.h"

namespace spaconf {

/// What the form begins with.
struct Proposal {
  /// "login", "model", and of line 1 "user", "display", and the "permission" that the person's
  /// account has already; a new account has none.
  Fields form;
  std::vector<Problem> problems;  ///< What the directory has and a phone cannot use
  bool has_account = false;  ///< spaconf has created the number's account, so it has a password
  bool is_foreign = false;   ///< The exchange has an account that spaconf did not create
};

/// Throws Unavailable.
Proposal propose(Services& services, const Person& person);

}  // namespace spaconf

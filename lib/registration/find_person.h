// Finds the person with a typed login, and says what is wrong with the login.
#pragma once

#include <string>

#include "base/error.h"
#include "base/fields.h"
#include "base/translation.h"
#include "registration/people.h"
#include "store/registration.h"

namespace spaconf {

/// The sentence about a login that cannot exist, to be translated.
constexpr const char* unreadable_login =
    N_("The login contains a control character, such as a tab.");
/// "There is no user novak in the directory."
std::string no_such_person(const std::string& login);

/// The directory has no person with this login.
class UnknownPerson : public Rejected {
 public:
  explicit UnknownPerson(const std::string& login);
};

/// The person with this login. Throws UnknownPerson, and what People::find() throws.
Person known_person(const People& people, const std::string& login);

/// The same for the login of a new phone's form, as it was typed. Throws Rejected too, when that
/// contains a control character.
Person person_in(const Fields& form, const People& people);

/// The same for a form of a registered phone, where an unknown login is one more thing to correct.
/// Throws Rejected when the directory has no such person, or several, and Unavailable.
Person typed_person(const People& people, const std::string& login);

/// The problem of a person without a name in the directory.
Problem no_name_problem();

/// Gives a person without a name in the directory the display name of line 1. Throws Rejected when
/// that is empty too.
void require_name(Person& person, const Registration& wanted);

}  // namespace spaconf

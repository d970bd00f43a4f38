// Finds a person in the directory, under the login in our tables.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/fields.h"
#include "base/translation.h"
#include "person/directory.h"
#include "store/store.h"

namespace spaconf {

/// The person with this login, from the directory. If the directory has several logins or another
/// spelling, the result has the login that the person's first phone was registered with. Empty when
/// there is no such person. Throws Conflict when the directory has several, and Unavailable.
std::optional<Person> find_person(Directory& directory, Store& store, const std::string& login);

/// Gives a person from the directory the login that their first phone was registered with; `known`
/// is empty when there is none.
void use_first_login(Person& person, const std::string& known);

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

/// The person with this login. Throws UnknownPerson, and what find_person() throws.
Person known_person(Directory& directory, Store& store, const std::string& login);

/// The same for the login of a new phone's form, as it was typed. Throws Rejected too, when that
/// contains a control character.
Person person_in(const Fields& form, Directory& directory, Store& store);

/// The same for a form of a registered phone, where an unknown login is one more thing to correct.
/// Throws Rejected when the directory has no such person, or several, and Unavailable.
Person typed_person(Directory& directory, Store& store, const std::string& login);

/// The problem of a person without a name in the directory.
Problem no_name_problem();

/// Gives a person without a name in the directory the display name of line 1. Throws Rejected when
/// that is empty too.
void require_name(Person& person, const Registration& wanted);

}  // namespace spaconf

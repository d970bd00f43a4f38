// Asks the directory for a person and gives them the login that our tables have.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "registration/services.h"

namespace spaconf {

/// The person with this login, as the directory has them now. Where it has several logins or
/// another spelling, theirs is the one that their first phone was registered with. Empty when
/// there is no such person. Throws Conflict when the directory has several, and Unavailable.
std::optional<Person> find_person(Services& services, const std::string& login);

/// "There is no user novak in the directory."
std::string no_such_person(const std::string& login);

/// The directory has no person with this login.
class UnknownPerson : public Rejected {
 public:
  explicit UnknownPerson(const std::string& login);
};

/// The person with this login. Throws UnknownPerson, and what find_person() throws.
Person known_person(Services& services, const std::string& login);

/// Why a phone cannot be registered for somebody whom the directory gives no name.
Problem no_name_problem();

/// Names a person whom the directory gives no name as the form's line 1 does. Throws Rejected
/// when it does not either.
void require_name(Person& person, const Registration& wanted);

}  // namespace spaconf

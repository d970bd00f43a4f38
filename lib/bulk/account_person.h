// Finds the person whose phone it is, by the numbers and names on its lines.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bulk/foreign_phone.h"
#include "person/directory.h"

namespace spaconf {

/// Logins by the users of accounts, as an administrator has named them.
using NamedPeople = std::map<std::string, std::string>;

/// The person, and how it was found; or why it was not.
struct FoundPerson {
  std::optional<Person> person;
  std::string how;  ///< "by the number", "by the name on the display", "as named"
  Remark problem = {};
};

/// All accounts of a phone belong to one person: the one who was named for line 1's, else whose
/// number it is, else whose name line 1 shows. Not found: none or several, two lines of two people,
/// or number and name of two people. Throws Unavailable.
FoundPerson person_of_phone(const ForeignPhone& phone, const NamedPeople& named,
                            Directory& directory);

}  // namespace spaconf

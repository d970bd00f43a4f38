// Where to ask who a user is, and every place we know to ask.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "person/person.h"

namespace spaconf {

/// A directory of people. Whatever keeps it from answering within the configured
/// seconds is thrown as Unavailable("directory", …).
class Directory {
 public:
  virtual ~Directory() = default;
  /// The person with this login; empty when there is none. Throws Conflict when
  /// the directory has several.
  virtual std::optional<Person> find(const std::string& login) = 0;
  /// Everybody with one of these logins, of any spelling and in any order, in one question.
  /// Whoever is not among them may still be there: that, only find() tells.
  virtual std::vector<Person> find_all(const std::vector<std::string>& logins) = 0;
  /// Is this person in that group, named as the directory names groups?
  virtual bool is_member(const std::string& login, const std::string& group) = 0;
  /// Asks for nobody, to see that asking works; says what was found.
  virtual std::string check() = 0;
};

/// The directory that [person] names by `kind`. Connects when it is first asked.
std::unique_ptr<Directory> make_directory(const Section& person);

}  // namespace spaconf

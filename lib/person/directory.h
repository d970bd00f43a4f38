// Where to ask who a user is, and every place we know to ask.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/deadline.h"
#include "person/person.h"

namespace spaconf {

/// A directory of people. Whatever keeps it from answering within the configured
/// seconds, or until the deadline, is thrown as Unavailable("directory", …).
class Directory {
 public:
  virtual ~Directory() = default;
  /// The person with this login; empty when there is none. Throws Conflict when
  /// the directory has several.
  virtual std::optional<Person> find(const std::string& login) = 0;
  /// Everybody with one of these logins, of any spelling and in any order, in one question.
  /// Whoever is not among them may still be there: that, only find() tells.
  virtual std::vector<Person> find_all(const std::vector<std::string>& logins) = 0;
  /// Those of `groups`, named as the directory names groups, that this person is in.
  virtual std::vector<std::string> groups_of(const std::string& login,
                                             const std::vector<std::string>& groups) = 0;
  /// Asks for nobody, to see that asking works; says what was found.
  virtual std::string check() = 0;
};

/// The directory that [person] names by `kind`. Connects when it is first asked. `deadline` is the
/// request's, and outlives the directory; null when there is none.
std::unique_ptr<Directory> make_directory(const Section& person,
                                          const Deadline* deadline = nullptr);

}  // namespace spaconf

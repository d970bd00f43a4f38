// Defines the interface of a directory of people.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/deadline.h"
#include "person/person.h"

namespace spaconf {

/// A directory of people. If it does not answer within the configured seconds and the
/// deadline, it throws Unavailable("directory", …).
class Directory {
 public:
  virtual ~Directory() = default;
  /// The person with this login; empty when there is none. Throws Conflict when
  /// the directory has several.
  virtual std::optional<Person> find(const std::string& login) = 0;
  /// All people with one of these logins, in any spelling and order, by one search. A person who
  /// is missing in the result may still exist; only find() is certain.
  virtual std::vector<Person> find_all(const std::vector<std::string>& logins) = 0;
  /// People whose SIP number is this by the configured rule, or whose name is this as a phone shows
  /// it, in ASCII and any letter case. Empty also when there are too many to tell, and for a
  /// directory that cannot be searched so.
  virtual std::vector<Person> find_by_number(const std::string& /*number*/) { return {}; }
  virtual std::vector<Person> find_by_name(const std::string& /*name*/) { return {}; }
  /// Those of `groups`, given by the directory's names, that this person belongs to.
  virtual std::vector<std::string> groups_of(const std::string& login,
                                             const std::vector<std::string>& groups) = 0;
  /// Tests the connection with a search; returns a description of the result.
  virtual std::string check() = 0;
};

/// The directory that [person] names by `kind`. It connects at its first use. `deadline` is the
/// request's, and outlives the directory; null when there is none.
std::unique_ptr<Directory> make_directory(const Section& person,
                                          const Deadline* deadline = nullptr);

}  // namespace spaconf

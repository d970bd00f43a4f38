// A directory that has searched for many people at once.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "person/directory.h"

namespace spaconf {

/// Another directory, asked beforehand for the people with certain logins, so that few searches
/// find all of them. The other directory outlives it.
class PrefetchedDirectory : public Directory {
 public:
  /// No search asks for a login that is empty or has control characters.
  PrefetchedDirectory(Directory& directory, std::vector<std::string> logins);

  /// All whom the searches found.
  const std::vector<Person>& people() const { return people_; }
  /// Of these the one with this login; null when the searches did not find one for certain.
  const Person* found(const std::string& login) const;

  /// Asks the directory again for a person whom the searches for many did not find for certain.
  std::optional<Person> find(const std::string& login) override;
  std::vector<Person> find_all(const std::vector<std::string>& logins) override;
  std::vector<std::string> groups_of(const std::string& login,
                                     const std::vector<std::string>& groups) override;
  std::string check() override;

 private:
  Directory& directory_;
  std::vector<Person> people_;
  /// By login_key(), each person once for each login; the place in people_.
  std::multimap<std::string, std::size_t> places_;
};

}  // namespace spaconf

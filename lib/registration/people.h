// Finds people in the directory, under the logins in our tables, one by one or many at once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "person/directory.h"
#include "person/prefetched_directory.h"
#include "store/store.h"

namespace spaconf {

/// The people of the directory. A person with several logins or another spelling there has the
/// login that their first phone was registered with. Refers to directory and store, which outlive
/// it.
class People {
 public:
  People(Directory& directory, Store& store) : directory_(directory), store_(store) {}
  /// Asks both beforehand for the people with these logins, so that few questions find all of them.
  /// Throws Unavailable.
  People(Directory& directory, Store& store, std::vector<std::string> logins);
  People(const People&) = delete;

  /// The person with this login; empty when there is none. Throws Conflict when the directory has
  /// several, and Unavailable.
  std::optional<Person> find(const std::string& login) const;

 private:
  Directory& directory_;
  Store& store_;
  std::optional<PrefetchedDirectory> prefetched_;
  std::map<const Person*, std::string> first_logins_;  ///< Of those in prefetched_
};

/// Gives a person from the directory the login that their first phone was registered with; `known`
/// is empty when there is none.
void use_first_login(Person& person, const std::string& known);

}  // namespace spaconf

// Searches for people in groups of logins.
// A person who is missing in the answer about many, or is there twice, is looked up alone: the
// answer may be truncated, or the directory may spell the login differently.
#include "person/prefetched_directory.h"

#include <algorithm>
#include <iterator>

#include "base/login.h"
#include "base/text.h"

namespace spaconf {
namespace {

/// How many people one search asks for.
constexpr std::size_t people_at_once = 50;

}  // namespace

PrefetchedDirectory::PrefetchedDirectory(Directory& directory, std::vector<std::string> logins)
    : directory_(directory) {
  std::erase_if(logins,
                [](const std::string& login) { return login.empty() || has_controls(login); });
  std::ranges::sort(logins);
  logins.erase(std::ranges::unique(logins).begin(), logins.end());
  for (std::size_t begin = 0; begin < logins.size(); begin += people_at_once) {
    const std::size_t end = std::min(begin + people_at_once, logins.size());
    std::ranges::move(directory_.find_all({logins.begin() + std::ptrdiff_t(begin),
                                           logins.begin() + std::ptrdiff_t(end)}),
                      std::back_inserter(people_));
  }
  for (std::size_t place = 0; place < people_.size(); ++place) {
    const Person& person = people_[place];
    for (const std::string& other : person.other_logins) places_.emplace(login_key(other), place);
    places_.emplace(login_key(person.login), place);
  }
}

const Person* PrefetchedDirectory::found(const std::string& login) const {
  const auto [first, end] = places_.equal_range(login_key(login));
  return std::distance(first, end) == 1 ? &people_[first->second] : nullptr;
}

std::optional<Person> PrefetchedDirectory::find(const std::string& login) {
  if (const Person* person = found(login)) return *person;
  return directory_.find(login);
}

std::vector<Person> PrefetchedDirectory::find_all(const std::vector<std::string>& logins) {
  return directory_.find_all(logins);
}

std::vector<std::string> PrefetchedDirectory::groups_of(const std::string& login,
                                                        const std::vector<std::string>& groups) {
  return directory_.groups_of(login, groups);
}

std::string PrefetchedDirectory::check() { return directory_.check(); }

}  // namespace spaconf

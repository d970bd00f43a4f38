// Asks the directory for people, and our tables for their first logins.
// Keeps the first spelling of a login, because directories may respell logins and list several
// logins of a person in any order.
#include "registration/people.h"

#include <utility>

namespace spaconf {

People::People(Directory& directory, Store& store, std::vector<std::string> logins)
    : People(directory, store) {
  prefetched_.emplace(directory, std::move(logins));
  store_.require_schema();
  const std::vector<Person>& people = prefetched_->people();
  auto logins_there = store_.registrations.first_logins_of(people);
  for (std::size_t i = 0; i < people.size(); ++i) {
    first_logins_.emplace(&people[i], std::move(logins_there[i]));
  }
}

std::optional<Person> People::find(const std::string& login) const {
  const Person* known = prefetched_ ? prefetched_->found(login) : nullptr;
  auto person = known ? *known : directory_.find(login);
  if (!person) return {};
  store_.require_schema();
  use_first_login(*person,
                  known ? first_logins_.at(known) : store_.registrations.first_login_of(*person));
  return person;
}

void use_first_login(Person& person, const std::string& known) {
  if (known.empty() || known == person.login) return;
  if (person.number == person.login) person.number = known;
  person.other_logins.push_back(std::exchange(person.login, known));
}

}  // namespace spaconf

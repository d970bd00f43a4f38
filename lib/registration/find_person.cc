// Finds a person in the directory by login.
// Keeps the first spelling of a login, because directories may respell logins and list several
// logins of a person in any order.
#include "registration/find_person.h"

#include "base/text.h"
#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {

std::optional<Person> find_person(Directory& directory, Store& store, const std::string& login) {
  auto person = directory.find(login);
  if (!person) return {};
  store.require_schema();
  use_first_login(*person, store.registrations.first_login_of(*person));
  return person;
}

void use_first_login(Person& person, const std::string& known) {
  if (known.empty() || known == person.login) return;
  if (person.number == person.login) person.number = known;
  person.other_logins.push_back(std::exchange(person.login, known));
}

std::string no_such_person(const std::string& login) {
  return sentence(_("There is no user {login} in the directory."), {{"login", login}});
}

UnknownPerson::UnknownPerson(const std::string& login)
    : Rejected(
          {{"login", login.empty() ? std::string(_("Enter a login.")) : no_such_person(login)}}) {}

Person known_person(Directory& directory, Store& store, const std::string& login) {
  std::optional<Person> person;
  if (!login.empty()) person = find_person(directory, store, login);
  if (!person) throw UnknownPerson(login);
  return std::move(*person);
}

Person person_in(const Fields& form, Directory& directory, Store& store) {
  const std::string login = plain_blanks(form.text("login"));
  if (has_controls(login)) throw Rejected(std::vector<Problem>{{"login", _(unreadable_login)}});
  return known_person(directory, store, login);
}

Person typed_person(Directory& directory, Store& store, const std::string& login) {
  try {
    return known_person(directory, store, login);
  } catch (const UnknownPerson& unknown) {
    throw Rejected(unknown.problems());
  } catch (const Conflict& several) {
    throw Rejected({several.problem()});
  }
}

Problem no_name_problem() {
  return {line_field(1, "display"),
          _("The directory gives no name for this person. Enter the name for the display.")};
}

void require_name(Person& person, const Registration& wanted) {
  if (!person.name.empty()) return;
  if (wanted.lines.empty() || wanted.lines.front().display.empty()) {
    throw Rejected({no_name_problem()});
  }
  person.name = wanted.lines.front().display;
}

}  // namespace spaconf

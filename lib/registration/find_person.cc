// Finds the person of a form or a command, and says what is wrong with the login.
#include "registration/find_person.h"

#include "base/text.h"
#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {

std::string no_such_person(const std::string& login) {
  return sentence(_("There is no user {login} in the directory."), {{"login", login}});
}

UnknownPerson::UnknownPerson(const std::string& login)
    : Rejected(
          {{"login", login.empty() ? std::string(_("Enter a login.")) : no_such_person(login)}}) {}

Person known_person(const People& people, const std::string& login) {
  std::optional<Person> person;
  if (!login.empty()) person = people.find(login);
  if (!person) throw UnknownPerson(login);
  return std::move(*person);
}

Person person_in(const Fields& form, const People& people) {
  const std::string login = plain_blanks(form.text("login"));
  if (has_controls(login)) throw Rejected(std::vector<Problem>{{"login", _(unreadable_login)}});
  return known_person(people, login);
}

Person typed_person(const People& people, const std::string& login) {
  try {
    return known_person(people, login);
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

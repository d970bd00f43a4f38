// Asks the directory for the people with the numbers and names of a phone's lines.
#include "bulk/account_person.h"

#include "base/error.h"
#include "base/login.h"
#include "base/text.h"
#include "base/translation.h"
#include "registration/find_person.h"

namespace spaconf {
namespace {

/// What is wrong with the account's person, and what helps. `problem` is translated already.
std::string with_remedy(const std::string& problem, const std::string& user) {
  return sentence(_("{problem}; say whose it is with --person {user}=LOGIN"),
                  {{"problem", problem}, {"user", user}});
}

FoundPerson not_found(unsigned line, const std::string& why) {
  return {.person = {}, .how = {}, .problem = {line, why}};
}

class Finder {
 public:
  Finder(const NamedPeople& named, Directory& directory) : named_(named), directory_(directory) {}

  /// Of line 1.
  FoundPerson owner(const ForeignLine& line) {
    if (const auto found = named_.find(line.user); found != named_.end()) {
      const auto person = directory_.find(found->second);
      if (!person)
        return not_found(line.at, sentence(_("{problem} (--person)"),
                                           {{"problem", no_such_person(found->second)}}));
      return {.person = person, .how = _("as named")};
    }
    const auto by_number = directory_.find_by_number(line.user);
    if (by_number.size() > 1) {
      return not_found(line.at, with_remedy(sentence(_("several people have the number {number}"),
                                                     {{"number", line.user}}),
                                            line.user));
    }
    if (by_number.empty()) return by_name(line);
    const Person& person = by_number.front();
    const auto other = another_of_that_name(person, line.display);
    if (other) {
      return not_found(
          line.at,
          with_remedy(sentence(_("the number {number} is that of {name} ({login}), but line 1 "
                                 "shows {other_name} ({other_login})"),
                               {{"number", line.user},
                                {"name", person.name},
                                {"login", person.login},
                                {"other_name", other->name},
                                {"other_login", other->login}}),
                      line.user));
    }
    return {.person = person, .how = _("by the number")};
  }

  /// Why another line's account is not this person's; empty when it may be.
  std::string conflict(const ForeignLine& line, const Person& owner) {
    if (const auto found = named_.find(line.user); found != named_.end()) {
      if (same_login(found->second, owner.login)) return "";
      return sentence(_("line {line} ({user}) is {other}'s, as named, and line 1 is {owner}'s"),
                      {{"line", line.position},
                       {"user", line.user},
                       {"other", found->second},
                       {"owner", owner.login}});
    }
    const auto people = directory_.find_by_number(line.user);
    if (people.size() != 1 || has_login(owner, people.front().login)) return "";
    return with_remedy(
        sentence(_("line {line} ({user}) is {other}'s, and line 1 is {owner}'s: a phone's accounts "
                   "belong to one person"),
                 {{"line", line.position},
                  {"user", line.user},
                  {"other", people.front().login},
                  {"owner", owner.login}}),
        line.user);
  }

 private:
  FoundPerson by_name(const ForeignLine& line) {
    const auto people =
        line.display.empty() ? std::vector<Person>() : directory_.find_by_name(line.display);
    if (people.size() == 1) {
      return {.person = people.front(), .how = _("by the name on the display")};
    }
    const char* const message =
        line.display.empty() ? _("the directory has no person with the number {number}")
        : people.empty()     ? _("the directory has no person with the number {number} or the name "
                                     "that line 1 shows")
                             : _("the directory has several people with the number {number} or the "
                                     "name that line 1 shows");
    return not_found(line.at, with_remedy(sentence(message, {{"number", line.user}}), line.user));
  }

  /// The only person whom the display names, if that is another one than the number's.
  std::optional<Person> another_of_that_name(const Person& person, const std::string& display) {
    if (display.empty() || lower(ascii(display)) == lower(ascii(person.name))) return {};
    const auto people = directory_.find_by_name(display);
    if (people.size() != 1 || has_login(person, people.front().login)) return {};
    return people.front();
  }

  const NamedPeople& named_;
  Directory& directory_;
};

}  // namespace

FoundPerson person_of_phone(const ForeignPhone& phone, const NamedPeople& named,
                            Directory& directory) try {
  Finder finder(named, directory);
  FoundPerson found = finder.owner(phone.lines.front());
  if (!found.person) return found;
  for (const ForeignLine& line : phone.lines) {
    if (line.position == phone.lines.front().position) continue;
    const std::string why = finder.conflict(line, *found.person);
    if (!why.empty()) return not_found(line.at, why);
  }
  return found;
} catch (const Conflict& several) {
  return not_found(phone.lines.front().at, several.problem().sentence);
}

}  // namespace spaconf

// Asks the directory for the people with the numbers and names of a phone's lines.
#include "bulk/account_person.h"

#include "base/error.h"
#include "base/login.h"
#include "base/text.h"
#include "registration/find_person.h"

namespace spaconf {
namespace {

constexpr char remedy[] = "; say whose it is with --person ";

std::string remedy_for(const std::string& user) { return remedy + user + "=LOGIN"; }

FoundPerson not_found(unsigned line, const std::string& sentence) {
  return {.person = {}, .how = {}, .problem = {line, sentence}};
}

class Finder {
 public:
  Finder(const NamedPeople& named, Directory& directory) : named_(named), directory_(directory) {}

  /// Of line 1.
  FoundPerson owner(const ForeignLine& line) {
    if (const auto found = named_.find(line.user); found != named_.end()) {
      const auto person = directory_.find(found->second);
      if (!person) return not_found(line.at, no_such_person(found->second) + " (--person)");
      return {.person = person, .how = "as named"};
    }
    const auto by_number = directory_.find_by_number(line.user);
    if (by_number.size() > 1) {
      return not_found(line.at,
                       "several people have the number " + line.user + remedy_for(line.user));
    }
    if (by_number.empty()) return by_name(line);
    const Person& person = by_number.front();
    const auto other = another_of_that_name(person, line.display);
    if (other) {
      return not_found(line.at, "the number " + line.user + " is that of " + person.name + " (" +
                                    person.login + "), but line 1 shows " + other->name + " (" +
                                    other->login + ")" + remedy_for(line.user));
    }
    return {.person = person, .how = "by the number"};
  }

  /// Why another line's account is not this person's; empty when it may be.
  std::string conflict(const ForeignLine& line, const Person& owner) {
    if (const auto found = named_.find(line.user); found != named_.end()) {
      if (same_login(found->second, owner.login)) return "";
      return line_of(line) + found->second + "'s, as named, and line 1 is " + owner.login + "'s";
    }
    const auto people = directory_.find_by_number(line.user);
    if (people.size() != 1 || has_login(owner, people.front().login)) return "";
    return line_of(line) + people.front().login + "'s, and line 1 is " + owner.login +
           "'s: a phone's accounts belong to one person" + remedy_for(line.user);
  }

 private:
  static std::string line_of(const ForeignLine& line) {
    return "line " + std::to_string(line.position) + " (" + line.user + ") is ";
  }

  FoundPerson by_name(const ForeignLine& line) {
    const auto people =
        line.display.empty() ? std::vector<Person>() : directory_.find_by_name(line.display);
    if (people.size() == 1) {
      return {.person = people.front(), .how = "by the name on the display"};
    }
    const std::string whose =
        "the number " + line.user + (line.display.empty() ? "" : " or the name that line 1 shows");
    return not_found(line.at, (people.empty() ? "the directory has no person with "
                                              : "the directory has several people with ") +
                                  whose + remedy_for(line.user));
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
  return not_found(phone.lines.front().at, several.what());
}

}  // namespace spaconf

// Who a user is, as the directory knows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// A person. Everything but the login may be empty. Texts are UTF-8 as the
/// directory has them: they are input like any other.
struct Person {
  std::string login;      ///< Never empty: where the directory hides it, what it was asked for
  std::string name;       ///< As written for people: "Jiří Novák"
  std::string mail;       ///< Empty unless it has the shape of an address
  std::string telephone;  ///< As the directory has it: "+420 377 631 001"
  std::string room;
  std::string department;
  std::string number;  ///< The SIP user they get by the configured rule: "1001"; may be empty
  std::vector<std::string> other_logins = {};  ///< Of the same entry in the directory
};

/// Is it one of the person's logins, in whatever spelling?
bool has_login(const Person& person, std::string_view login);

}  // namespace spaconf

// Defines a person from the directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// A person. Everything but the login may be empty. Texts are UTF-8 from
/// the directory: untrusted input like any other.
struct Person {
  std::string login;      ///< Never empty: the requested login if the directory hides it
  std::string name;       ///< As written for people: "Jiří Novák"
  std::string mail;       ///< Empty unless it has the shape of an address
  std::string telephone;  ///< As the directory has it: "+420 377 631 001"
  std::string room;
  std::string department;
  std::string number;  ///< The SIP user by the configured rule: "1001"; may be empty
  std::vector<std::string> other_logins = {};  ///< Of the same entry in the directory
  std::string language = {};  ///< As the directory has it: "cs", "cs-CZ, en;q=0.5"; may be empty
};

/// Is it one of the person's logins, in any spelling?
bool has_login(const Person& person, std::string_view login);

}  // namespace spaconf

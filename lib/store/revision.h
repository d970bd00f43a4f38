// Revisions: what a registration was before each change.
#pragma once

#include <string>
#include <string_view>

#include "store/registration.h"

namespace spaconf {

/// One former state of a registration.
struct Revision {
  int version = 0;     ///< Of the registration, from 1
  std::string since;   ///< UTC, "2026-11-23 10:33:07"
  std::string until;   ///< When it was changed, likewise
  std::string actor;   ///< Who changed it
  std::string action;  ///< How: "edit", "replace", …
  Registration wanted;
  Person person;
};

/// A registration and its person as JSON, without passwords.
std::string as_json(const Registration& wanted, const Person& person);

/// Reads it back. Throws std::runtime_error when it is none, or of an unknown model.
void read_json(std::string_view text, Registration& wanted, Person& person);

}  // namespace spaconf

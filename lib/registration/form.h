// Parses a registration form: a checked registration, or every problem at once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/fields.h"
#include "store/registration.h"

namespace spaconf {

/// What a form may hold at this institution.
struct FormRules {
  std::vector<std::string> permissions;           ///< Names of the exchange's groups
  std::function<bool(const Mac&)> has_known_oui;  ///< Does it begin like a phone's?
  /// Why no phone can have this setting of its own; empty when one can.
  std::function<std::string(const Setting&)> objection = {};
  /// What the phone is now; nullptr when it is new. Permissions and settings that it has are
  /// taken also when the configuration has them no more.
  const Registration* there = nullptr;
};

/// Why no line can have this number, which is a SIP user, as a sentence; empty when one can.
std::string objection_to_number(std::string_view number);

/// Why a serial number may have been misread, as a sentence; empty when it looks like one. It
/// is taken all the same: nothing depends on it.
std::string doubt_about_serial(std::string_view serial);

/// Reads the form. Blanks of any kind around a value do not count, and neither do control
/// characters around what is scanned; anywhere else those are a problem. A MAC and a serial number
/// scanned into each other's field are told apart by what they are. Throws Rejected with every
/// problem, each with its field.
Registration read_form(const Fields& fields, const FormRules& rules);

/// The name of a line's field: line_field(2, "user") is "line2_user".
std::string line_field(int position, std::string_view what);
/// Whose field it is: 2 for "line2_user", 0 for one that is no line's.
int line_of(std::string_view field);

/// SHA-256 of what the form asks for, passwords, key and token left out: the same
/// for the same wish.
std::string fingerprint(const Fields& fields);

}  // namespace spaconf

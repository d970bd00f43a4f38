// Parses a registration form: a checked registration, or every problem at once.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "account/password.h"
#include "base/fields.h"
#include "store/registration.h"

namespace spaconf {

/// The rules for a form at this institution.
struct FormRules {
  std::vector<std::string> permissions;           ///< Names of the exchange's groups
  std::function<bool(const Mac&)> has_known_oui;  ///< Does it begin like a phone's?
  /// Why a single phone cannot have this setting; empty when it can.
  std::function<std::string(const Setting&)> setting_error = {};
  std::string domain = {};                        ///< Of all accounts; a form may repeat it
  std::size_t password_width = longest_password;  ///< How many characters a password has at most
  /// The phone's current state; nullptr when it is new. Its permissions and settings are accepted
  /// even if they are no longer configured.
  const Registration* there = nullptr;
};

/// Is it one DNS label: at most 63 letters, digits and hyphens, with no hyphen at either end?
bool is_dns_label(std::string_view text);

/// Why a line cannot have this number (a SIP user), as a sentence; empty when it can.
std::string number_error(std::string_view number);

/// Why a phone cannot have so many settings, as a sentence; empty when it can.
std::string settings_error(const std::vector<Setting>& settings);

/// Why a serial number may have been misread, as a sentence; empty when it looks right. It is
/// accepted anyway, because nothing depends on it.
std::string serial_warning(std::string_view serial);

/// Reads the form. Blanks of any kind around a value are ignored, and so is what a scanner adds to
/// a code (phone/scanned_code.h); control characters anywhere else are a problem. A MAC address and
/// a serial number in each other's field are swapped. Throws Rejected with every problem, each with
/// its field.
Registration read_form(const Fields& fields, const FormRules& rules);

/// True for a field that a bar-code scanner fills, which may put control characters around a code.
bool is_scanned(std::string_view field);

/// The name of a line's field: line_field(2, "user") is "line2_user".
std::string line_field(int position, std::string_view what);
/// The line of a field: 2 for "line2_user", 0 for other fields.
int line_of(std::string_view field);
/// What of its line a field is: "user" for "line2_user"; another field is itself.
std::string_view line_part(std::string_view field);

/// SHA-256 of the form's values, without passwords, key and token: the same for the same
/// request.
std::string fingerprint(const Fields& fields);

}  // namespace spaconf

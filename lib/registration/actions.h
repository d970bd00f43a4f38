// Defines the actions on a registered phone, in terms of the registration form's fields.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/fields.h"
#include "registration/change.h"

namespace spaconf {

/// An action. Its fields replace the phone's current ones.
struct Action {
  std::string_view name;    ///< In URLs, in the audit and on the command line: "edit"
  std::string_view title;   ///< "Edit"
  std::string_view what;    ///< What it does, in a sentence
  std::string_view fields;  ///< Their names, separated by blanks; "line" means all fields of lines
};

std::span<const Action> actions();
/// nullptr for an unknown name.
const Action* find_action(std::string_view name);

/// The registration's values as form fields, without passwords.
Fields fields_of(const Registration& wanted);

/// The change that the action makes. Fields that are not typed keep their values; with "move"
/// the person comes from the directory, with "back" everything comes from that version.
/// The caller sets `actor`, `key` and `takes_over`. Throws Rejected with every
/// problem, Conflict when the phone is retired, and Unavailable.
Change change_by(const Action& action, const Record& record, const Fields& typed,
                 Services& services);

/// The change that gives a phone all values of a form at once. Its name is that of its largest
/// effect: "move" to another person, "replace" by another device, else "edit". Missing fields keep
/// their values. So does an empty line 1, unless the person changes: then it gets the number in the
/// directory. Another device gets new passwords. Empty when nothing would change.
/// The caller sets `actor`, `key` and `takes_over`. Throws Rejected with every
/// problem, and Unavailable.
std::optional<Change> change_to(const RecordWithPasswords& record, const Fields& form,
                                Services& services);

}  // namespace spaconf

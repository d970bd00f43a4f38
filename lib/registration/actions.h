// What an administrator can do to a registered phone, in the registration form's own fields.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/fields.h"
#include "registration/change.h"

namespace spaconf {

/// One of them. Its fields are laid over those of the phone as it is.
struct Action {
  std::string_view name;    ///< In addresses, in the audit and at the shell: "edit"
  std::string_view title;   ///< "Edit"
  std::string_view what;    ///< What it does, in a sentence
  std::string_view fields;  ///< Their names, with blanks between; "line" stands for all of lines'
};

std::span<const Action> actions();
/// nullptr when there is none of that name.
const Action* find_action(std::string_view name);

/// A registration as the form that would make it; without passwords.
Fields fields_of(const Registration& wanted);

/// The change that the action makes of a phone. What is not typed stays as it is; with
/// "move" the person comes from the directory, with "back" all comes from that version.
/// `actor`, `key` and `takes_over` are left to the caller. Throws Rejected with every
/// problem, Conflict when the phone is retired, and Unavailable.
Change change_by(const Action& action, const Record& record, const Fields& typed,
                 Services& services);

/// The change that makes a phone what a whole form says, all at once, named by the greatest
/// thing it does: "move" to another person, "replace" by another box, else "edit". A field
/// that the form lacks stays as it is. So does line 1 where it is empty, unless the person
/// is another: then it is the number that the directory has. Another box gets new passwords.
/// Empty when all is so already.
/// `actor`, `key` and `takes_over` are left to the caller. Throws Rejected with every
/// problem, and Unavailable.
std::optional<Change> change_to(const RecordWithPasswords& record, const Fields& form,
                                Services& services);

}  // namespace spaconf

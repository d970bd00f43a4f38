// A registered phone as form fields, combined with typed ones.
#pragma once

#include <string>
#include <vector>

#include "base/fields.h"
#include "registration/form.h"
#include "store/registration.h"

namespace spaconf {

/// The registration's values as form fields, without passwords.
Fields fields_of(const Registration& wanted);
/// The same without permissions, which change only when they are typed.
Fields fields_to_change(const Registration& wanted);
/// A form in which only the number of line 1 is filled in.
Fields first_line(const std::string& user);

/// The typed fields, completed by the current values of the others.
Fields laid_over(const Fields& there, const Fields& typed);
/// The typed fields of the registration, with "permission" replaced by line 1's field. Throws
/// Rejected when both are typed.
Fields spelled_out(const Fields& typed);

/// The form with "permission" replaced by the fields of all lines that the phone will have and that
/// have no such field of their own. `there` are those that it has. Only line 1 has it on the pages.
Fields permissions_for_each_line(const Fields& form, const std::vector<Line>& there);

/// Parses the whole form of a registered phone. Throws Rejected with every problem.
Registration read_changed(const Fields& form, const Record& record, FormRules rules);

/// True for another device. The current one then stores passwords that it must no longer use.
bool is_another_box(const Registration& before, const Registration& after);
/// Only for lines without a typed password.
void give_new_passwords(Registration& wanted, std::size_t width);

}  // namespace spaconf

// The change that gives a phone all values of a form, as an imported row does.
#pragma once

#include <optional>

#include "base/fields.h"
#include "person/directory.h"
#include "registration/change.h"
#include "registration/form.h"

namespace spaconf {

/// The change that gives a phone all values of a form at once. Its name is that of its largest
/// effect: "move" to another person, "replace" by another device, else "edit". Missing fields keep
/// their values. So does an empty line 1, unless the person changes: then it gets the number in the
/// directory. Another device gets new passwords. Empty when nothing would change.
/// The caller sets `actor`, `key_owner`, `key` and `takes_over`. Throws Rejected with every
/// problem, and Unavailable.
std::optional<Change> change_to(const RecordWithPasswords& record, const Fields& form,
                                Directory& directory, Store& store, const FormRules& rules);

/// A table has the permissions of the former person's accounts. In a move to another person, those
/// that still are as `there` do not count as typed.
void forget_untouched_permissions(Change& change, const Registration& there);

}  // namespace spaconf

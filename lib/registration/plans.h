// The plans of the actions: each says what the phone is to be.
#pragma once

#include "base/fields.h"
#include "person/directory.h"
#include "registration/change.h"
#include "registration/form.h"

namespace spaconf {

/// What a plan is made from.
struct Asked {
  const Record& record;  ///< The phone now
  const Fields& typed;   ///< The action's own fields
  Directory& directory;
  Store& store;
  const std::string& domain;  ///< The exchange's
  FormRules rules;            ///< Of the institution
};

/// Sets `wanted`, and `person` when it changes. Throws Rejected with every problem, and
/// Unavailable.
using Plan = void(Change& change, const Asked& asked);

Plan plan_edit;                     ///< The typed values
Plan plan_edit_with_new_passwords;  ///< The typed values, and a new password for every line
Plan plan_move;                     ///< Another person, with the number that the directory has
Plan plan_refresh;                  ///< The person as the directory has them now
Plan plan_revert;  ///< An earlier version, as far as the configuration allows it now

/// A change of this phone by `action` that has no plan yet.
Change begin_change(const Action& action, const Record& record, const Fields& typed);

}  // namespace spaconf

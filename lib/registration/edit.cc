// Plans an edit, also one with new passwords, as a replaced device needs them.
#include "registration/phone_form.h"
#include "registration/plans.h"

namespace spaconf {

void plan_edit(Change& change, const Asked& asked) {
  const Fields form = laid_over(fields_to_change(asked.record.wanted), spelled_out(asked.typed));
  change.wanted = read_changed(form, asked.record, asked.rules);
}

void plan_edit_with_new_passwords(Change& change, const Asked& asked) {
  plan_edit(change, asked);
  give_new_passwords(*change.wanted, asked.rules.password_width);
}

}  // namespace spaconf

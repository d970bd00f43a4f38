// The table of actions on a registered phone: names, fields, plan and permissions of each.
#pragma once

#include <string_view>

#include "base/fields.h"
#include "base/translation.h"
#include "registration/change.h"
#include "registration/plans.h"

namespace spaconf {

/// An action. Its fields replace the phone's current ones. Title, what, brief and past tense are
/// translated where they are shown.
struct Action {
  std::string_view name;        ///< In URLs, in the audit and on the command line: "edit"
  std::string_view title;       ///< "Edit"
  std::string_view what;        ///< What it does, in a sentence
  std::string_view brief;       ///< The same in the list of subcommands
  std::string_view past_tense;  ///< Its label in the audit trail: "edited the phone"
  /// Names in the order of the form, separated by blanks; "line" means all fields of lines.
  std::string_view fields;
  /// Plans the change; nullptr when the phone is to be retired.
  Plan* plan = nullptr;
  bool takes_over = false;     ///< May take over accounts that spaconf did not create
  bool starts_empty = false;   ///< Its form shows no current values but the model
  bool needs_mac = false;      ///< Only for phones with a MAC address
  bool is_of_version = false;  ///< Offered for each earlier version, not on the phone's page

  /// True when its form has this field. With "line" it has "line2_user" too.
  bool asks_for(std::string_view field) const;
  /// Why it cannot be done to this phone, as a sentence to be translated; empty when it can.
  const char* refusal(const Record& record) const;
  /// True when the page of this phone offers it.
  bool is_offered_to(const Record& record) const;
};

inline constexpr Action actions[] = {
    {.name = "edit",
     .title = N_("Edit"),
     .what = N_("Changes names, lines, permissions and settings of the phone."),
     .brief = N_("change a phone's names, lines, permissions and settings"),
     .past_tense = N_("edited the phone"),
     .fields = "serial hostname inventory permission setting line",
     .plan = plan_edit,
     .takes_over = true},
    {.name = "replace",
     .title = N_("Replace the phone"),
     .what =
         N_("Replaces the device and keeps person, accounts and hostname. SIP passwords change, "
            "because the old device still stores the old ones."),
     .brief = N_("replace the device, keep person and accounts"),
     .past_tense = N_("replaced the phone"),
     .fields = "model mac serial keep_password",
     .plan = plan_edit_with_new_passwords,
     .starts_empty = true,
     .needs_mac = true},
    {.name = "move",
     .title = N_("Move to another person"),
     .what = N_("Gives the phone to another person, with that person's account. The former account "
                "is deleted from the exchange unless another phone has it."),
     .brief = N_("give a phone to another person"),
     .past_tense = N_("moved the phone to another person"),
     .fields = "login permission line keep_password",
     .plan = plan_move,
     .takes_over = true,
     .starts_empty = true},
    {.name = "password",
     .title = N_("New password"),
     .what =
         N_("Sets a new SIP password for every line. The phone learns it with its next resync."),
     .brief = N_("set new SIP passwords"),
     .past_tense = N_("set new passwords"),
     .fields = "",
     .plan = plan_edit_with_new_passwords},
    {.name = "refresh",
     .title = N_("Update from directory"),
     .what = N_("Updates name, room and telephone from the directory."),
     .brief = N_("update a phone's person from the directory"),
     .past_tense = N_("updated the person from the directory"),
     .fields = "",
     .plan = plan_refresh},
    {.name = "revert",
     .title = N_("Restore this version"),
     .what = N_("Restores the settings of that version."),
     .brief = N_("restore an earlier version"),
     .past_tense = N_("restored an earlier version"),
     .fields = "from keep_password",
     .plan = plan_revert,
     .is_of_version = true},
    {.name = "retire",
     .title = N_("Retire"),
     .what =
         N_("Deletes the phone's profile, and its accounts unless another phone has them. A ticket "
            "comment asks for the address back."),
     .brief = N_("take a phone out of use"),
     .past_tense = N_("retired the phone"),
     .fields = "keep_password"},
};

/// The row with this name; an unknown name does not compile.
consteval const Action& action_row(std::string_view name) {
  for (const Action& each : actions) {
    if (each.name == name) return each;
  }
  throw "there is no such action";
}

/// nullptr for an unknown name.
const Action* find_action(std::string_view name);

/// The change that the action makes. Fields that are not typed keep their values.
/// The caller sets `actor`, `key_owner`, `key` and `takes_over`. Throws Rejected with every
/// problem, Conflict when the phone is retired, and Unavailable.
Change change_by(const Action& action, const Asked& asked);

}  // namespace spaconf

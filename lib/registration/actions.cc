// Finds an action and begins the change that its plan completes.
#include "registration/actions.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/error.h"
#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {
namespace {

bool has_word(std::string_view words, std::string_view word) {
  for (;;) {
    const auto end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    if (end == words.npos) return false;
    words.remove_prefix(end + 1);
  }
}

}  // namespace

bool Action::asks_for(std::string_view field) const {
  return has_word(fields, field) || (field.starts_with("line") && has_word(fields, "line"));
}

const char* Action::refusal(const Record& record) const {
  if (!record.is_live()) return is_retired;
  if (record.wanted.mac || !needs_mac) return "";
  return N_(
      "This is a software phone, which is not replaced. Retire it and register the other one.");
}

bool Action::is_offered_to(const Record& record) const {
  return !is_of_version && !*refusal(record);
}

const Action* find_action(std::string_view name) {
  const auto found = std::ranges::find(actions, name, &Action::name);
  return found == std::end(actions) ? nullptr : found;
}

Change begin_change(const Action& action, const Record& record, const Fields& typed) {
  return {.actor = {},
          .key_owner = {},
          .key = {},
          .fingerprint =
              sha256_hex(record.ref + " " + std::string(action.name) + " " + fingerprint(typed)),
          .ref = record.ref,
          .version = record.version,
          .action = &action,
          .wanted = {},
          .person = record.person,
          .takes_over = false};
}

Change change_by(const Action& action, const Asked& asked) {
  for (const auto& [name, value] : asked.typed.all()) {
    if (!action.asks_for(name)) {
      throw Rejected(std::vector<Problem>{
          {"", sentence(_("This form has no field {field}."), {{"field", name}})}});
    }
  }
  Change change = begin_change(action, asked.record, asked.typed);
  change.keeps_passwords = asked.typed.text("keep_password") == "yes";
  if (!action.plan) return change;
  // The lines of a retired phone are gone, so every field about them would be reported as wrong.
  const char* const refusal = action.refusal(asked.record);
  if (*refusal) throw Conflict({"", _(refusal)});
  action.plan(change, asked);
  return change;
}

}  // namespace spaconf

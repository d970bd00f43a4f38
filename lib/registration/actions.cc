// Finds an action and begins the change that its plan completes.
#include "registration/actions.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/error.h"
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

bool Action::suits(const Record& record) const { return record.wanted.mac || !needs_mac; }

bool Action::is_offered_to(const Record& record) const { return !is_of_version && suits(record); }

const Action* find_action(std::string_view name) {
  const auto found = std::ranges::find(actions, name, &Action::name);
  return found == std::end(actions) ? nullptr : found;
}

Change begin_change(const Action& action, const Record& record, const Fields& typed) {
  return {.actor = {},
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

Change change_by(const Action& action, const Record& record, const Fields& typed,
                 Services& services) {
  for (const auto& [name, value] : typed.all()) {
    if (!action.asks_for(name)) {
      throw Rejected(std::vector<Problem>{{"", "This form has no field " + name + "."}});
    }
  }
  Change change = begin_change(action, record, typed);
  change.keeps_passwords = typed.text("keep_password") == "yes";
  if (!action.plan) return change;
  // Its lines are gone, so every field about them would be reported as wrong.
  if (!record.is_live()) throw Conflict({"", std::string(is_retired)});
  if (!action.suits(record)) throw Conflict({"", std::string(has_no_mac)});
  action.plan(change, {.record = record, .typed = typed, .services = services});
  return change;
}

}  // namespace spaconf

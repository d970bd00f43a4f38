// Compares a whole form with the phone and chooses the action.
#include "registration/change_from_form.h"

#include <algorithm>

#include "base/login.h"
#include "base/text.h"
#include "registration/actions.h"
#include "registration/differences.h"
#include "registration/find_person.h"
#include "registration/phone_form.h"

namespace spaconf {
namespace {

std::string user_of_first_line(const Record& record) {
  const auto& lines = record.wanted.lines;
  return lines.empty() ? "" : lines.front().user;
}

/// True when the change alters nothing. Passwords that were not typed are those of the accounts.
bool changes_nothing(const RecordWithPasswords& record, const Change& change) {
  Registration wanted = *change.wanted;
  for (Line& line : wanted.lines) {
    if (line.display.empty()) line.display = change.person.name;
    if (line.password.empty()) continue;
    const auto is_same = [&](const Line& there) {
      return there.user == line.user && there.password.reveal() == line.password.reveal();
    };
    if (std::ranges::none_of(record.wanted.lines, is_same)) return false;
  }
  return differences(record.wanted, record.person, wanted, change.person).empty();
}

}  // namespace

std::optional<Change> change_to(const RecordWithPasswords& record, const Fields& form,
                                Directory& directory, Store& store, const FormRules& rules) {
  Change change = begin_change(action_row("edit"), record, form);
  Fields all = laid_over(fields_to_change(record.wanted), spelled_out(form));
  const std::string login = plain_blanks(all.text("login"));
  if (!same_login(login, record.wanted.login)) {
    change.person = typed_person({directory, store}, login);
  }
  const bool moves = !has_login(change.person, record.wanted.login);
  // The directory's spelling replaces the typed one.
  if (!moves) change.person = record.person;
  if (trim(all.text(line_field(1, "user"))).empty()) {
    all = laid_over(all, first_line(moves ? change.person.number : user_of_first_line(record)));
  }
  change.wanted = read_changed(all, record, rules);
  change.wanted->login = change.person.login;
  if (moves) require_name(change.person, *change.wanted);
  if (changes_nothing(record, change)) return {};
  const bool replaces = is_another_box(record.wanted, *change.wanted);
  if (replaces) give_new_passwords(*change.wanted, rules.password_width);
  if (replaces) change.action = &action_row("replace");
  if (moves) change.action = &action_row("move");
  return change;
}

void forget_untouched_permissions(Change& change, const Registration& there) {
  if (same_login(change.wanted->login, there.login)) return;
  for (Line& line : change.wanted->lines) {
    auto was = std::ranges::find(there.lines, line.position, &Line::position);
    if (was == there.lines.end() || !was->permissions || !line.permissions) continue;
    if (std::ranges::is_permutation(*was->permissions, *line.permissions)) line.permissions.reset();
  }
}

}  // namespace spaconf

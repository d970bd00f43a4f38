// The table of actions and the change that each makes.
#include "registration/actions.h"

#include <algorithm>

#include "account/password.h"
#include "base/crypto.h"
#include "base/login.h"
#include "base/text.h"
#include "registration/differences.h"
#include "registration/find_person.h"

namespace spaconf {
namespace {

constexpr Action table[] = {
    {"edit", "Edit", "Changes names, lines, permissions and settings of the phone.",
     "serial hostname inventory permission setting line"},
    {"replace", "Replace the phone",
     "Replaces the device and keeps person, accounts and hostname. SIP passwords change, because "
     "the old device still stores the old ones.",
     "model mac serial keep_password"},
    {"move", "Move to another person",
     "Gives the phone to another person, with that person's account. The former account is deleted "
     "from the exchange unless another phone has it.",
     "login permission line keep_password"},
    {"password", "New password",
     "Sets a new SIP password for every line. The phone learns it with its next resync.", ""},
    {"refresh", "Update from directory", "Updates name, room and telephone from the directory.",
     ""},
    {"back", "Restore this version", "Restores the settings of that version.",
     "from keep_password"},
    {"retire", "Retire",
     "Deletes the phone's profile, and its accounts unless another phone has them. A ticket "
     "comment "
     "asks for the address back.",
     "keep_password"},
};

bool is_of(const Action& action, std::string_view field) {
  if (field.starts_with("line")) field = "line";
  const auto names = split(std::string(action.fields), ' ');
  return std::ranges::find(names, field) != names.end();
}

/// The typed fields, completed by the current values of the others.
Fields laid_over(const Fields& there, const Fields& typed) {
  Fields result;
  for (const auto& [name, value] : there.all()) {
    if (!typed.has(name)) result.add(name, value);
  }
  for (const auto& [name, value] : typed.all()) {
    // One empty value clears a list.
    if (name != "setting" || !value.empty()) result.add(name, value);
  }
  return result;
}

[[noreturn]] void wrong(const std::string& field, const std::string& sentence) {
  throw Rejected(std::vector<Problem>{{field, sentence}});
}

Person person_now(const std::string& login, Services& services) {
  try {
    return known_person(services, login);
  } catch (const Conflict& several) {
    throw Rejected(std::vector<Problem>{several.problem()});
  }
}

/// The line's account as the phone has it now; nullptr when the phone does not have it.
const Line* line_with(const Registration& there, const std::string& user) {
  auto found = std::ranges::find(there.lines, user, &Line::user);
  return found == there.lines.end() ? nullptr : &*found;
}

/// A permission that is no longer configured is not granted again, but an account keeps it.
void judge_permissions(Line& line, const Line* now, const FormRules& rules, Change& change) {
  const auto is_configured = [&](const std::string& name) {
    return std::ranges::find(rules.permissions, name) != rules.permissions.end();
  };
  const auto has =
      now ? now->permissions.value_or(std::vector<std::string>()) : std::vector<std::string>();
  std::vector<std::string> granted;
  for (const std::string& name : *line.permissions) {
    const bool is_kept = std::ranges::find(has, name) != has.end();
    if (is_configured(name)) granted.push_back(name);
    if (is_configured(name) || is_kept) continue;
    change.remarks.push_back("account " + line.user + ": the permission " + name +
                             " is no longer configured and is not granted");
  }
  for (const std::string& name : has) {
    if (!is_configured(name)) granted.push_back(name);
  }
  line.permissions = granted;
}

/// The phone's current settings are kept; restored ones are checked like typed ones.
void judge_past(Change& change, const Record& record, Services& services) {
  const FormRules rules = services.form_rules();
  for (Line& line : change.wanted->lines) {
    const Line* now = line_with(record.wanted, line.user);
    // An account that this phone does not have now keeps the permissions its other phones gave it.
    const bool is_of_others =
        !now && services.store.accounts.find(line.user, services.exchange.domain()).has_value();
    if (is_of_others) line.permissions.reset();
    if (line.permissions) judge_permissions(line, now, rules, change);
  }
  std::erase_if(change.wanted->settings, [&](const Setting& setting) {
    const auto& has = record.wanted.settings;
    const bool is_there = std::ranges::any_of(has, [&](const Setting& each) {
      return each.name == setting.name && each.value == setting.value;
    });
    const std::string why = is_there ? "" : rules.objection(setting);
    if (!why.empty())
      change.remarks.push_back("parameter " + setting.name + " is left out: " + why);
    return !why.empty();
  });
}

void go_back(Change& change, const Record& record, const Fields& typed, Services& services) {
  const std::string version = typed.text("from");
  for (Revision& past : services.store.revisions.of(record)) {
    if (std::to_string(past.version) != version) continue;
    change.wanted = std::move(past.wanted);
    change.person = std::move(past.person);
    judge_past(change, record, services);
    return;
  }
  wrong("from", "There is no version " + version + " of this phone.");
}

Fields first_line(const std::string& user) {
  Fields fields;
  fields.add(line_field(1, "user"), user);
  return fields;
}

/// The names on the lines belong to the person, so a move drops them.
Fields of_new_person(const Fields& there) {
  Fields rest;
  for (const auto& [name, value] : there.all()) {
    if (!name.starts_with("line") && name != "login") rest.add(name, value);
  }
  return rest;
}

Change begun(std::string_view action, const Record& record, const Fields& typed) {
  return {
      .actor = {},
      .key = {},
      .fingerprint = sha256_hex(record.ref + " " + std::string(action) + " " + fingerprint(typed)),
      .ref = record.ref,
      .version = record.version,
      .action = std::string(action),
      .wanted = {},
      .person = record.person,
      .takes_over = false};
}

/// The typed fields, with "permission" replaced by line 1's field.
Fields spelled_out(const Fields& typed) {
  const std::string own = line_field(1, "permission");
  if (typed.has("permission") && typed.has(own)) {
    wrong("permission", "Use either this field or " + own + ", not both.");
  }
  Fields fields;
  for (const auto& [name, value] : typed.all()) {
    if (name != "keep_password") fields.add(name == "permission" ? own : name, value);
  }
  return fields;
}

/// Permissions change only when they are typed.
Fields without_permissions(const Fields& there) {
  Fields rest;
  for (const auto& [name, value] : there.all()) {
    if (!name.ends_with("_permission")) rest.add(name, value);
  }
  return rest;
}

FormRules rules_for(const Record& record, const Services& services) {
  FormRules rules = services.form_rules();
  rules.there = &record.wanted;
  return rules;
}

/// A table has the permissions of the former person's accounts; for the next person they do not
/// count as typed.
void forget_untouched(Registration& wanted, const Registration& there) {
  for (Line& line : wanted.lines) {
    auto was = std::ranges::find(there.lines, line.position, &Line::position);
    if (was == there.lines.end() || !was->permissions || !line.permissions) continue;
    if (std::ranges::is_permutation(*was->permissions, *line.permissions)) line.permissions.reset();
  }
}

std::string user_of_first_line(const Record& record) {
  const auto& lines = record.wanted.lines;
  return lines.empty() ? "" : lines.front().user;
}

/// Does the change alter nothing? Passwords that were not typed are those of the accounts.
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

/// If another device leaves, it still stores passwords that it must no longer use.
bool is_another_box(const Record& record, const Registration& wanted) {
  return record.wanted.model != wanted.model || record.wanted.mac != wanted.mac;
}

/// Only for lines without a typed password.
void give_new_passwords(Registration& wanted) {
  for (Line& line : wanted.lines) {
    if (line.password.empty()) line.password = new_password();
  }
}

/// A line that shows the person's name shows the new name if it changes.
Fields without_name(const Fields& there, const std::string& person) {
  Fields rest;
  for (const auto& [name, value] : there.all()) {
    const bool shows_it = line_of(name) && name.ends_with("_display") && value == person;
    if (!shows_it) rest.add(name, value);
  }
  return rest;
}

}  // namespace

std::span<const Action> actions() { return table; }

const Action* find_action(std::string_view name) {
  auto found = std::ranges::find(table, name, &Action::name);
  return found == std::end(table) ? nullptr : found;
}

Fields fields_of(const Registration& wanted) {
  Fields fields;
  fields.add("login", wanted.login);
  fields.add("model", std::string(wanted.model->name));
  fields.add("mac", wanted.mac ? wanted.mac->colons() : "");
  fields.add("serial", wanted.serial);
  fields.add("hostname", wanted.hostname);
  fields.add("inventory", wanted.inventory);
  for (const Setting& each : wanted.settings) {
    fields.add("setting", each.name + " = " + each.value);
  }
  for (const Line& line : wanted.lines) {
    fields.add(line_field(line.position, "user"), line.user);
    fields.add(line_field(line.position, "display"), line.display);
    if (!line.permissions) continue;
    for (const std::string& each : *line.permissions) {
      fields.add(line_field(line.position, "permission"), each);
    }
  }
  return fields;
}

Change change_by(const Action& action, const Record& record, const Fields& typed,
                 Services& services) {
  for (const auto& [name, value] : typed.all()) {
    if (!is_of(action, name)) wrong("", "This form has no field " + name + ".");
  }
  Change change = begun(action.name, record, typed);
  change.keeps_passwords = typed.text("keep_password") == "yes";
  if (action.name == "retire") return change;
  // Its lines are gone, so every field about them would be reported as wrong.
  if (!record.is_live()) throw Conflict({"", std::string(is_retired)});
  if (action.name == "back") {
    go_back(change, record, typed, services);
    if (is_another_box(record, *change.wanted)) give_new_passwords(*change.wanted);
    return change;
  }
  Fields there = without_permissions(fields_of(record.wanted));
  if (action.name == "move") {
    change.person = person_now(plain_blanks(typed.text("login")), services);
    there = of_new_person(there);
  }
  if (action.name == "refresh") {
    change.person = person_now(record.wanted.login, services);
    // If the directory hides the name, the known one remains.
    if (change.person.name.empty()) change.person.name = record.person.name;
    there = without_name(there, record.person.name);
  }
  Fields all = laid_over(there, spelled_out(typed));
  const std::string first = line_field(1, "user");
  if (action.name == "move" && trim(all.text(first)).empty()) {
    all = laid_over(all, first_line(change.person.number));
  }
  change.wanted = read_form(all, rules_for(record, services));
  if (action.name == "move") {
    change.wanted->login = change.person.login;
    require_name(change.person, *change.wanted);
  }
  if (action.name == "password" || action.name == "replace") give_new_passwords(*change.wanted);
  return change;
}

std::optional<Change> change_to(const RecordWithPasswords& record, const Fields& form,
                                Services& services) {
  Change change = begun("edit", record, form);
  Fields all = laid_over(without_permissions(fields_of(record.wanted)), spelled_out(form));
  const std::string login = plain_blanks(all.text("login")), first = line_field(1, "user");
  if (!same_login(login, record.wanted.login)) change.person = person_now(login, services);
  const bool moves = !has_login(change.person, record.wanted.login);
  // The directory's spelling replaces the typed one.
  if (!moves) change.person = record.person;
  if (trim(all.text(first)).empty()) {
    all = laid_over(all, first_line(moves ? change.person.number : user_of_first_line(record)));
  }
  change.wanted = read_form(all, rules_for(record, services));
  change.wanted->login = change.person.login;
  if (moves) require_name(change.person, *change.wanted);
  if (moves) forget_untouched(*change.wanted, record.wanted);
  if (changes_nothing(record, change)) return {};
  const bool replaces = is_another_box(record, *change.wanted);
  if (replaces) give_new_passwords(*change.wanted);
  if (moves || replaces) change.action = moves ? "move" : "replace";
  return change;
}

}  // namespace spaconf

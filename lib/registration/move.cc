// Plans a move to another person, and the update of the person from the directory.
#include "base/login.h"
#include "base/text.h"
#include "registration/find_person.h"
#include "registration/form.h"
#include "registration/phone_form.h"
#include "registration/plans.h"

namespace spaconf {
namespace {

/// The names on the lines belong to the person, so a move drops them.
Fields without_person(const Fields& there) {
  Fields rest;
  for (const auto& [name, value] : there.all()) {
    if (!name.starts_with("line") && name != "login") rest.add(name, value);
  }
  return rest;
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

void plan_move(Change& change, const Asked& asked) {
  change.person =
      typed_person({asked.directory, asked.store}, plain_blanks(asked.typed.text("login")));
  Fields form =
      laid_over(without_person(fields_to_change(asked.record.wanted)), spelled_out(asked.typed));
  if (trim(form.text(line_field(1, "user"))).empty()) {
    form = laid_over(form, first_line(change.person.number));
  }
  change.wanted = read_changed(form, asked.record, asked.rules);
  change.wanted->login = change.person.login;
  require_name(change.person, *change.wanted);
}

void plan_refresh(Change& change, const Asked& asked) {
  const Record& record = asked.record;
  change.person = typed_person({asked.directory, asked.store}, record.wanted.login);
  // If the directory hides the name, the known one remains.
  if (change.person.name.empty()) change.person.name = record.person.name;
  const Fields there = without_name(fields_to_change(record.wanted), record.person.name);
  change.wanted = read_changed(laid_over(there, spelled_out(asked.typed)), record, asked.rules);
}

}  // namespace spaconf

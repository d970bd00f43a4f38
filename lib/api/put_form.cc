// Fills in what a form of a registered phone means differently from that of a new one.
#include "api/put_form.h"

#include <algorithm>

#include "base/login.h"
#include "base/text.h"
#include "registration/form.h"

namespace spaconf::api {
namespace {

constexpr std::string_view of_all_lines = "permission";

void add_missing(Fields& form, const std::string& name) {
  if (!form.has(name)) form.add(name, "");
}

/// 0 when the form has no line.
int last_line(const Fields& form) {
  int last = 0;
  for (const auto& [name, value] : form.all()) last = std::max(last, line_of(name));
  return last;
}

/// A line that the form does not name is there if the phone has it.
bool has_line(const Registration& there, const Fields& form, int position) {
  const std::string user = line_field(position, "user");
  if (position == 1 || !form.text(user).empty()) return true;
  return !form.has(user) && std::ranges::count(there.lines, position, &Line::position) > 0;
}

/// In a form of a registered phone, "permission" would mean line 1 alone.
Fields with_permissions_of_lines(const Registration& there, const Fields& sent) {
  Fields form;
  for (const auto& [name, value] : sent.all()) {
    if (name != of_all_lines) form.add(name, value);
  }
  for (int position = 1; position <= most_lines; ++position) {
    const std::string own = line_field(position, "permission");
    if (sent.has(own) || !has_line(there, sent, position)) continue;
    for (const std::string& each : sent.texts(of_all_lines)) form.add(own, each);
  }
  return form;
}

}  // namespace

Fields put_form(const Registration& there, const Fields& sent) {
  Fields form = sent;
  add_missing(form, "login");
  add_missing(form, "model");
  const bool is_same_person = same_login(plain_blanks(form.text("login")), there.login);
  const int last = last_line(sent);
  const int first_unused = !is_same_person ? 1 : last == 0 ? most_lines + 1 : last + 1;
  for (int position = first_unused; position <= most_lines; ++position) {
    add_missing(form, line_field(position, "user"));
    add_missing(form, line_field(position, "display"));
  }
  return with_permissions_of_lines(there, form);
}

}  // namespace spaconf::api

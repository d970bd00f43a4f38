// Fills in what a form of a registered phone means differently from that of a new one.
#include "api/put_form.h"

#include <algorithm>

#include "base/login.h"
#include "base/text.h"
#include "registration/form.h"
#include "registration/phone_form.h"

namespace spaconf::api {
namespace {

void add_missing(Fields& form, const std::string& name) {
  if (!form.has(name)) form.add(name, "");
}

/// 0 when the form has no line.
int last_line(const Fields& form) {
  int last = 0;
  for (const auto& [name, value] : form.all()) last = std::max(last, line_of(name));
  return last;
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
  return permissions_for_each_line(form, there.lines);
}

}  // namespace spaconf::api

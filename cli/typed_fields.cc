// Splits FIELD=VALUE arguments.
#include "typed_fields.h"

#include <stdexcept>

#include "base/translation.h"
#include "input_line.h"
#include "registration/form.h"

namespace spaconf::cli {

Fields fields_in(const std::vector<std::string>& typed) {
  Fields fields;
  for (const std::string& each : typed) {
    const auto end = each.find('=');
    // The argument may be a password, so the message does not repeat it.
    if (end == each.npos) throw std::runtime_error(_("an argument is not FIELD=VALUE"));
    const std::string field = each.substr(0, end), value = each.substr(end + 1);
    const bool is_password = line_of(field) && field.ends_with("_password");
    if (is_password && !value.empty() && value != "-") {
      throw std::runtime_error(sentence(
          _("{field}: every user of this machine can read a command line. Use {field}=- and "
            "enter the password when asked, or pass it on standard input. Change this "
            "password."),
          {{"field", field}}));
    }
    fields.add(field, is_password && value == "-" ? hidden_line_of_input(field) : value);
  }
  return fields;
}

}  // namespace spaconf::cli

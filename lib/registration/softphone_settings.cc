// Formats the account settings of a software phone.
#include "registration/softphone_settings.h"

namespace spaconf {

std::string softphone_settings(const Exchange& exchange, const RecordWithPasswords& record,
                               bool with_passwords) {
  std::string text;
  for (const Line& line : record.wanted.lines) {
    const bool has_password = with_passwords && !line.password.empty();
    if (!text.empty()) text += "\n";
    text += "User      " + line.user + "\n";
    text += "Password  " + (has_password ? line.password.reveal() : "********") + "\n";
    text += "Domain    " + exchange.domain() + "\n";
    if (!exchange.proxy().empty()) {
      text += "Proxy     " + exchange.proxy() + "\n";
    }
    text += "Name      " + line.display + "\n";
  }
  return text;
}

}  // namespace spaconf

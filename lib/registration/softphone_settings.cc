// Formats the account settings of a software phone.
#include "registration/softphone_settings.h"

namespace spaconf {

std::string softphone_settings(const Services& services, const RecordWithPasswords& record,
                               bool with_passwords) {
  std::string sheet;
  for (const Line& line : record.wanted.lines) {
    const bool has_password = with_passwords && !line.password.empty();
    if (!sheet.empty()) sheet += "\n";
    sheet += "User      " + line.user + "\n";
    sheet += "Password  " + (has_password ? line.password.reveal() : "********") + "\n";
    sheet += "Domain    " + services.exchange.domain() + "\n";
    if (!services.exchange.proxy().empty()) {
      sheet += "Proxy     " + services.exchange.proxy() + "\n";
    }
    sheet += "Name      " + line.display + "\n";
  }
  return sheet;
}

}  // namespace spaconf

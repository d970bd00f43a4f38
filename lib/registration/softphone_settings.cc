// Formats the account settings of a software phone.
#include "registration/softphone_settings.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

/// "User      1001"
std::string row(const std::string& label, const std::string& value) {
  constexpr std::size_t width = 10;
  return label + std::string(width - std::min(length(label), width - 1), ' ') + value + "\n";
}

}  // namespace

std::string softphone_settings(const Exchange& exchange, const RecordWithPasswords& record,
                               bool with_passwords) {
  std::string text;
  for (const Line& line : record.wanted.lines) {
    const bool has_password = with_passwords && !line.password.empty();
    if (!text.empty()) text += "\n";
    text += row(_("User"), line.user);
    text += row(_("Password"), has_password ? line.password.reveal() : "********");
    text += row(_("Domain"), exchange.domain());
    if (!exchange.proxy().empty()) text += row(_("Proxy"), exchange.proxy());
    text += row(_("Name"), line.display);
  }
  return text;
}

}  // namespace spaconf

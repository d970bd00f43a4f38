// Parses serial numbers. Only their lengths and characters are known: Linksys' have 12 characters,
// Cisco's 11.
#include "phone/serial.h"

#include "base/text.h"

namespace spaconf {

std::optional<std::string> parse_serial(std::string_view text) {
  std::string serial = upper(trim_controls(text));
  if (serial.size() != 11 && serial.size() != 12) return {};
  if (serial.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != serial.npos) return {};
  return serial;
}

}  // namespace spaconf

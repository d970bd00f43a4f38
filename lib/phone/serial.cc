// Nothing more is known of them than their length and alphabet, so no more is asked.
#include "phone/serial.h"

#include "base/text.h"

namespace spaconf {

std::optional<std::string> parse_serial(std::string_view text) {
  std::string serial = upper(trim(text));
  if (serial.size() != 12) return {};
  if (serial.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != serial.npos) return {};
  return serial;
}

}  // namespace spaconf

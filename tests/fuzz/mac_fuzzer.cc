// Fuzzes addresses and serial numbers as they are typed or scanned.
#include "base/text.h"
#include "phone/mac.h"
#include "phone/serial.h"
#include "property.h"

using namespace spaconf;

namespace {

void check(const Mac& mac) {
  const std::string& digits = mac.plain();
  fuzz::require(digits.size() == 12 && fuzz::consists_of(digits, "0123456789abcdef"),
                "an address has 12 lower-case hex digits");
  fuzz::require(fuzz::consists_of(digits.substr(1, 1), "02468ace"), "it is of one device");
  fuzz::require(digits.starts_with(mac.oui()) && mac.oui().size() == 6, "its OUI is its beginning");
  const std::string dotted =
      digits.substr(0, 4) + "." + digits.substr(4, 4) + "." + digits.substr(8);
  for (const std::string& spelling :
       {digits, mac.upper(), mac.colons(), replaced(upper(mac.colons()), ":", "-"), dotted}) {
    fuzz::require(Mac::parse(spelling) == mac, "every spelling of an address is that address");
    fuzz::require(Mac::parse(" " + spelling + "\r\n") == mac, "blanks around it mean nothing");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  if (const auto mac = Mac::parse(text)) check(*mac);
  if (const auto serial = parse_serial(text)) {
    fuzz::require(serial->size() == 11 || serial->size() == 12, "a serial number has its length");
    fuzz::require(parse_serial(*serial) == serial, "a serial number is read as it was written");
  }
  return 0;
}

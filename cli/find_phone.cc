// Finds a phone by its reference or MAC address.
// A MAC address finds the live phone; a reference also finds retired phones.
#include "find_phone.h"

#include <stdexcept>

#include "base/translation.h"

namespace spaconf::cli {

SealedRecord find_phone(Store& store, const std::string& phone) {
  auto mac = Mac::parse(phone);
  auto record = store.registrations.find(mac ? store.registrations.ref_of_mac(*mac) : phone);
  if (!record)
    throw std::runtime_error(sentence(_("{phone} is not a registered phone"), {{"phone", phone}}));
  return std::move(*record);
}

}  // namespace spaconf::cli

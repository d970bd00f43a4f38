// Finds a phone by its reference or MAC address.
// A MAC belongs to one live phone; a reference also finds the retired.
#include "find_phone.h"

#include <stdexcept>

namespace spaconf::cli {

SealedRecord find_phone(Store& store, const std::string& phone) {
  auto mac = Mac::parse(phone);
  auto record = store.registrations.find_sealed(mac ? store.registrations.ref_of_mac(*mac) : phone);
  if (!record) throw std::runtime_error(phone + " is no registered phone");
  return std::move(*record);
}

}  // namespace spaconf::cli

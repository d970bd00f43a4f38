// Reads the bar codes of one carton, in any order: model, MAC address and serial number.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "phone/mac.h"
#include "phone/model.h"

namespace spaconf {

/// What the codes of one carton say.
struct Carton {
  const Model* model = nullptr;  ///< nullptr: its code was not scanned
  std::optional<Mac> mac;
  std::string serial;     ///< Empty: not scanned
  bool is_whole = false;  ///< Address and serial number, or the address and then an empty code
};

/// Tells the codes apart by what they are; the same code twice is one. `has_known_oui` says whether
/// an address begins like a phone's. Throws Rejected about the field "code" for a code that is none
/// of the three, and for the codes of two cartons.
Carton read_carton(const std::vector<std::string>& codes,
                   const std::function<bool(const Mac&)>& has_known_oui);

}  // namespace spaconf

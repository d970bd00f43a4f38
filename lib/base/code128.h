// Draws texts as Code 128 bar codes.
#pragma once

#include <string>

namespace spaconf {

/// A bar code without its quiet zones, which take ten modules on either side.
struct BarCode {
  int width = 0;     ///< In modules
  std::string path;  ///< The bars as the path of an SVG: one module is 1 wide, the code 1 high
};

/// The text, which is ASCII, as Code 128. Throws std::invalid_argument when it does not fit.
BarCode code128(const std::string& text);

}  // namespace spaconf

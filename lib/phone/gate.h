// The last thing that a profile passes before a phone can read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "phone/flat_profile.h"
#include "phone/sheet.h"

namespace spaconf {

/// Reads a model's profiles back. What all of them have in common expat reads once; of
/// each profile it reads the lines that differ, and the rest is compared with those bytes.
class Gate {
 public:
  /// `filled` is the sheet's text filled with nothing. Throws Misconfigured when no
  /// phone could read it, or one of its values is not what its parameter takes.
  Gate(const Sheet& sheet, const std::string& filled, const Dictionary& dictionary);

  /// The elements with gaps, in the sheet's order, and their values. Throws
  /// std::runtime_error: not well-formed, or not from this sheet.
  Parameters read(std::string_view profile) const;

 private:
  std::vector<std::string> pieces_;  // between lines with gaps, which are what is left
};

}  // namespace spaconf

// The last thing that a profile passes before a phone can read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "phone/flat_profile.h"
#include "phone/model_template.h"

namespace spaconf {

/// Reads a model's profiles back. What all of them have in common expat reads once; of
/// each profile it reads the lines that differ from those that it has read, and the rest is
/// compared with those bytes.
class Gate {
 public:
  /// `filled` is the sheet's text filled with nothing. Throws Misconfigured when no
  /// phone could read it, or one of its values is not what its parameter takes.
  Gate(const Sheet& sheet, const std::string& filled, const Dictionary& dictionary);

  /// Reads a profile that others have much in common with: one whose lines are not in use.
  void remember(std::string_view profile);

  /// The elements with gaps, in the sheet's order, and their values. Throws
  /// std::runtime_error: not well-formed, or not from this sheet.
  Parameters read(std::string_view profile) const;

 private:
  struct Known {
    std::string line;
    Parameters::value_type parameter;
  };

  std::vector<std::string_view> lines_of(std::string_view profile) const;
  bool is_known(std::size_t gap, std::string_view line) const;

  std::vector<std::string> pieces_;  // between lines with gaps, which are what is left
  std::vector<Known> known_;         // as many as gaps; none before there is one to remember
};

}  // namespace spaconf

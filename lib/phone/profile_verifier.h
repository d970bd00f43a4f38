// Verifies that a profile is well-formed before a phone can read it.
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
class ProfileVerifier {
 public:
  /// `filled` is the model_template's text filled with nothing. Throws Misconfigured when no
  /// phone could read it, or one of its values is not what its parameter takes.
  ProfileVerifier(const ModelTemplate& model_template, const std::string& filled,
                  const ParameterTable& parameter_table);

  /// Reads a profile that others have much in common with: one whose lines are not in use.
  void cache_lines(std::string_view profile);

  /// The elements with placeholders, in the model_template's order, and their values. Throws
  /// std::runtime_error: not well-formed, or not from this model_template.
  Parameters read(std::string_view profile) const;

 private:
  struct CachedLine {
    std::string line;
    Parameters::value_type parameter;
  };

  std::vector<std::string_view> lines_of(std::string_view profile) const;
  bool is_cached(std::size_t placeholder, std::string_view line) const;

  std::vector<std::string> fixed_parts_;  // between lines with placeholders, which are what is left
  std::vector<CachedLine> cached_;  // as many as placeholders; none before there is one to remember
};

}  // namespace spaconf

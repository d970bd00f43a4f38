// Verifies that a profile is well-formed before a phone can read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "phone/flat_profile.h"
#include "phone/model_template.h"

namespace spaconf {

/// Reads a model's profiles back. expat reads the common parts once; in each profile it
/// reads only lines that it has not read before, and the rest is compared byte by
/// byte.
class ProfileVerifier {
 public:
  /// `filled` is the template's text filled with empty values. Throws Misconfigured when a phone
  /// could not read it, or when a value does not fit its parameter.
  ProfileVerifier(const ModelTemplate& model_template, const std::string& filled,
                  const ParameterTable& parameter_table);

  /// Reads a profile and remembers its lines: one with unused lines has many lines in common with
  /// others.
  void cache_lines(std::string_view profile);

  /// The elements with placeholders, in the template's order, and their values. Throws
  /// std::runtime_error: not well-formed, or not from this template.
  Parameters read(std::string_view profile) const;

 private:
  struct CachedLine {
    std::string line;
    Parameters::value_type parameter;
  };

  std::vector<std::string_view> lines_of(std::string_view profile) const;
  bool is_cached(std::size_t placeholder, std::string_view line) const;

  std::vector<std::string> fixed_parts_;  // between the lines with placeholders
  std::vector<CachedLine> cached_;        // one for each placeholder; empty until lines are cached
};

}  // namespace spaconf

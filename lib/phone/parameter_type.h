// Checks values by the type of a phone parameter: boolean, number, dial plan, tone script …
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// A type as named in parameters.tsv: "number", "star code?", "one of A | B".
class ParameterType {
 public:
  /// Does this type exist?
  static bool exists(std::string_view name);
  explicit ParameterType(std::string_view name);

  /// Why the value does not fit, as the end of a sentence: "is Yes or No". Empty when it
  /// fits.
  std::string error(std::string_view value) const;

  /// The value as it is written to profiles: blanks that phones do not accept are removed.
  std::string written(std::string_view value) const;

  /// The allowed values, in words: "Yes or No", "one of A | B", "text".
  std::string words() const;

  /// Is the value a secret?
  bool is_secret() const { return name_ == "secret"; }
  /// Is the value only reported by the phone?
  bool is_status() const { return name_ == "status"; }

 private:
  std::string name_;
  bool may_be_empty_ = false;
};

}  // namespace spaconf

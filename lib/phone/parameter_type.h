// The types of phone parameters: boolean, number, dial plan, tone script …
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// A kind as a row of parameters.tsv names it: "number", "star code?", "one of A | B".
class ParameterType {
 public:
  /// Is this a kind that there is?
  static bool exists(std::string_view name);
  explicit ParameterType(std::string_view name);

  /// Why the value is none of this kind, as the end of a sentence: "is Yes or No".
  /// Empty when it is one.
  std::string error(std::string_view value) const;

  /// The value as profiles have it: some rules are read with blanks that phones do not know.
  std::string written(std::string_view value) const;

  /// What a value may be, in words: "Yes or No", "one of A | B", "text".
  std::string words() const;

  /// May nobody who has no need of it see the value?
  bool is_secret() const { return name_ == "secret"; }
  /// Does the phone only tell it?
  bool is_status() const { return name_ == "status"; }

 private:
  std::string name_;
  bool may_be_empty_ = false;
};

}  // namespace spaconf

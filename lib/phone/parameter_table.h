// Looks up the phones' parameters in templates/phones/parameters.tsv.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "phone/model.h"
#include "phone/parameter_type.h"

namespace spaconf {

/// A row of the parameter table.
struct Parameter {
  std::string pattern;  ///< "Line_Enable_{n}_", "GPP_{A-P}", "Time_Zone"
  std::string tab, section;
  std::string models;    ///< "all", or numbers separated by blanks: "942 962"
  std::string firmware;  ///< "any", "5.1", "6.1", "?"
  ParameterType type;
  std::string factory;  ///< The factory value; "?" when it is unknown
  std::string user;     ///< "na", "ro", "rw" or "?": the access of the web login "user"
  std::string sources;

  bool is_for(const Model& model) const;
  /// The names that the pattern expands to on this model; none when it lacks them.
  std::vector<std::string> names(const Model& model) const;
};

/// The parameters of all models, read once.
class ParameterTable {
 public:
  /// Throws Misconfigured with file and line.
  explicit ParameterTable(const std::filesystem::path& file);

  const std::vector<Parameter>& parameters() const { return parameters_; }
  /// The row of a name from a profile, or of a pattern; nullptr when no model has it.
  const Parameter* find(std::string_view name) const;
  /// The names that a name or a pattern expands to on this model; none when it lacks it.
  std::vector<std::string> names(std::string_view name, const Model& model) const;
  /// Says that the unknown `name` is not a parameter, and which one is most like it, if any is.
  std::string why_unknown(std::string_view name) const;

 private:
  std::string nearest(std::string_view name) const;

  std::vector<Parameter> parameters_;
  std::unordered_map<std::string, std::size_t> rows_;  // by name and by pattern
};

}  // namespace spaconf

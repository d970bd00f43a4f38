// The phones' parameters: templates/phones/parameters.tsv.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "phone/model.h"
#include "phone/parameter_type.h"

namespace spaconf {

/// A row of the parameter_table.
struct Parameter {
  std::string pattern;  ///< "Line_Enable_{n}_", "GPP_{A-P}", "Time_Zone"
  std::string tab, section;
  std::string models;    ///< "all", or numbers with blanks between: "942 962"
  std::string firmware;  ///< "any", "5.1", "6.1", "?"
  ParameterType type;
  std::string factory;  ///< What a new phone has; "?" when nobody knows
  std::string user;     ///< "na", "ro", "rw" or "?": what the web log-in "user" may do
  std::string sources;

  bool is_for(const Model& model) const;
  /// The names that the pattern stands for on this model; none when it lacks them.
  std::vector<std::string> names(const Model& model) const;
};

/// The dictionary of all models, read once.
class ParameterTable {
 public:
  /// Throws Misconfigured with file and line.
  explicit ParameterTable(const std::filesystem::path& file);

  const std::vector<Parameter>& parameters() const { return parameters_; }
  /// The row of a name as in a profile, or of a pattern; nullptr when no model knows it.
  const Parameter* find(std::string_view name) const;
  /// What a name or a pattern stands for on this model; nothing when it lacks it.
  std::vector<std::string> names(std::string_view name, const Model& model) const;
  /// The name most like `name`, which is none.
  std::string nearest(std::string_view name) const;

 private:
  std::vector<Parameter> parameters_;
  std::unordered_map<std::string, std::size_t> rows_;  // by name and by pattern
};

}  // namespace spaconf

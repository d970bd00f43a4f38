// Applies the administrator's values for phone parameters over the template.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "phone/model.h"
#include "phone/model_template.h"
#include "phone/parameter_table.h"

namespace spaconf {

/// A phone's own value for a parameter, by its name in a profile: "Dial_Plan_1_".
struct Setting {
  std::string name, value;
  /// Adopted from a former profile although the parameter table does not know the name or refuses
  /// the value. It is written as it is.
  bool is_unchecked = false;

  bool operator==(const Setting&) const = default;
};

/// Why a phone cannot have this setting; empty when it can. The sentence begins with the name.
std::string parameter_error(const Setting& setting, const ParameterTable& parameter_table);

/// The same for a single phone's setting, which must not be a secret, because our tables store
/// these settings in clear text and pages show them.
std::string setting_error(const Setting& setting, const ParameterTable& parameter_table);

/// Applies [phone.settings] and then [phone.settings.MODEL] to the model's template. "{n}" in a
/// name means every line, as in the parameter table. Throws Misconfigured with the line: an
/// unknown parameter, a parameter with a placeholder, an invalid value. A parameter that the
/// model lacks causes a warning with the line.
void lay_over(ModelTemplate& model_template, const Section& settings, const Model& model,
              const ParameterTable& parameter_table, std::vector<std::string>& warnings);

/// Can an element of a profile have this name: letters, digits, "_", "-" and ".", at most 127, and
/// not the root's?
bool is_element_name(std::string_view name);

/// The filled profile with a phone's own settings, which replace elements or are added.
/// Settings that have a placeholder are left out, and, unless they are unchecked, those that the
/// model lacks.
std::string with_settings(std::string profile, const std::vector<Setting>& settings,
                          const ModelTemplate& model_template, const Model& model,
                          const ParameterTable& parameter_table);

}  // namespace spaconf

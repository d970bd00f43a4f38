// The administrator's own values for the phones' parameters, laid over the template.
#pragma once

#include <string>
#include <vector>

#include "base/config.h"
#include "phone/model.h"
#include "phone/model_template.h"
#include "phone/parameter_table.h"

namespace spaconf {

/// One phone's own value for a parameter, by its name in a profile: "Dial_Plan_1_".
struct Setting {
  std::string name, value;
};

/// Why no phone can be given this; empty when one can. The sentence begins with the name.
std::string objection(const Setting& setting, const ParameterTable& parameter_table);

/// The same for what only one phone is to have, where no secret may stand: our tables keep
/// these settings as they are, and show them.
std::string setting_error(const Setting& setting, const ParameterTable& parameter_table);

/// Lays the settings of [phone.settings] and, over them, of [phone.settings.MODEL] onto
/// the model's model_template. "{n}" in a name stands for every line, and so on as in the
/// table. Throws Misconfigured with the line: a name that is not a parameter's, one
/// that is each phone's own, a value that the parameter does not take. What the model
/// does not have is a warning, with the line.
void lay_over(ModelTemplate& model_template, const Section& settings, const Model& model,
              const ParameterTable& parameter_table, std::vector<std::string>& warnings);

/// The filled profile with one phone's own settings in the place of its elements, or
/// added; those that the model does not have, or that are placeholders, are left out.
std::string with_settings(std::string profile, const std::vector<Setting>& settings,
                          const ModelTemplate& model_template, const Model& model,
                          const ParameterTable& parameter_table);

}  // namespace spaconf

// Applies settings to a template: all phones', a model's, one phone's.
// [phone.settings] and [phone.settings.MODEL] are applied to the template at the start; a phone's
// own settings, which few phones have, are applied to its profile.
#include "phone/settings.h"

#include <algorithm>

#include "base/translation.h"

namespace spaconf {
namespace {

constexpr std::string_view root = "flat-profile", end_of_profile = "</flat-profile>";

void put_into(std::string& profile, const Setting& setting) {
  const std::string before = "\n<" + setting.name, after = "</" + setting.name + ">\n";
  const std::string value = xml_escaped(setting.value);
  for (std::string_view end_of_name : {">", " "}) {
    auto begin = profile.find(before + std::string(end_of_name));
    if (begin == profile.npos) continue;
    begin = profile.find('>', begin) + 1;
    profile.replace(begin, profile.find(after, begin) - begin, value);
    return;
  }
  profile.insert(profile.rfind(end_of_profile), before.substr(1) + ">" + value + after);
}

}  // namespace

std::string parameter_error(const Setting& setting, const ParameterTable& parameter_table) {
  const Parameter* parameter = parameter_table.find(setting.name);
  if (!parameter) return parameter_table.why_unknown(setting.name);
  std::string why = parameter->type.error(setting.value);
  if (why.empty()) return why;
  return sentence(_("{parameter} {error}"), {{"parameter", setting.name}, {"error", why}});
}

std::string setting_error(const Setting& setting, const ParameterTable& parameter_table) {
  const Parameter* parameter = parameter_table.find(setting.name);
  if (parameter && parameter->type.is_secret()) {
    return sentence(_("{parameter} is a secret and cannot be set for a single phone"),
                    {{"parameter", setting.name}});
  }
  return parameter_error(setting, parameter_table);
}

void lay_over(ModelTemplate& model_template, const Section& settings, const Model& model,
              const ParameterTable& parameter_table, std::vector<std::string>& warnings) {
  const Section of_the_model = settings.section(model.name);
  for (const Section* layer : {&settings, &of_the_model}) {
    for (const auto& [name, value] : layer->pairs()) {
      std::string why = parameter_error({name, value}, parameter_table);
      if (!why.empty()) layer->wrong(name, why);
      const auto names = parameter_table.names(name, model);
      if (names.empty() && layer == &of_the_model) {
        warnings.push_back(layer->where(name) + ": a " + std::string(model.label) + " has no " +
                           name);
      }
      for (const std::string& each : names) {
        if (model_template.is_placeholder(each))
          layer->wrong(name, name + " is different for each phone and cannot be set here");
        model_template.set(each, parameter_table.find(each)->type.written(value));
      }
    }
  }
}

bool is_element_name(std::string_view name) {
  constexpr std::size_t longest = 127;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto is_inside = [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
  };
  return !name.empty() && name != root && name.size() <= longest && is_letter(name.front()) &&
         std::ranges::all_of(name, is_inside);
}

std::string with_settings(std::string profile, const std::vector<Setting>& settings,
                          const ModelTemplate& model_template, const Model& model,
                          const ParameterTable& parameter_table) {
  for (const Setting& setting : settings) {
    if (setting.is_unchecked) {
      const bool is_writable =
          is_element_name(setting.name) && !model_template.is_placeholder(setting.name);
      if (is_writable) put_into(profile, setting);
      continue;
    }
    for (const std::string& name : parameter_table.names(setting.name, model)) {
      if (model_template.is_placeholder(name)) continue;
      put_into(profile, {name, parameter_table.find(name)->type.written(setting.value)});
    }
  }
  return profile;
}

}  // namespace spaconf

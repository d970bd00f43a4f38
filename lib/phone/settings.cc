// Template → [phone.settings] → [phone.settings.MODEL] at the start; one phone's own,
// which few have, into its profile.
#include "phone/settings.h"

namespace spaconf {
namespace {

constexpr std::string_view end_of_profile = "</flat-profile>";

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

std::string objection(const Setting& setting, const Dictionary& dictionary) {
  const Parameter* parameter = dictionary.find(setting.name);
  if (!parameter) {
    return setting.name + " is no parameter; the nearest is " + dictionary.nearest(setting.name);
  }
  std::string why = parameter->kind.objection(setting.value);
  return why.empty() ? "" : setting.name + " " + why;
}

std::string objection_to_own(const Setting& setting, const Dictionary& dictionary) {
  const Parameter* parameter = dictionary.find(setting.name);
  if (parameter && parameter->kind.is_secret()) {
    return setting.name + " is a secret; it cannot be one phone's setting";
  }
  return objection(setting, dictionary);
}

void lay_over(Sheet& sheet, const Section& settings, const Model& model,
              const Dictionary& dictionary, std::vector<std::string>& warnings) {
  const Section of_the_model = settings.section(model.name);
  for (const Section* layer : {&settings, &of_the_model}) {
    for (const auto& [name, value] : layer->pairs()) {
      std::string why = objection({name, value}, dictionary);
      if (!why.empty()) layer->wrong(name, why);
      const auto names = dictionary.names(name, model);
      if (names.empty() && layer == &of_the_model) {
        warnings.push_back(layer->where(name) + ": a " + std::string(model.label) + " has no " +
                           name);
      }
      for (const std::string& each : names) {
        if (sheet.is_gap(each))
          layer->wrong(name, name + " is each phone's own; it cannot be set here");
        sheet.set(each, dictionary.find(each)->kind.written(value));
      }
    }
  }
}

std::string with_settings(std::string profile, const std::vector<Setting>& settings,
                          const Sheet& sheet, const Model& model, const Dictionary& dictionary) {
  for (const Setting& setting : settings) {
    for (const std::string& name : dictionary.names(setting.name, model)) {
      if (sheet.is_gap(name)) continue;
      put_into(profile, {name, dictionary.find(name)->kind.written(setting.value)});
    }
  }
  return profile;
}

}  // namespace spaconf

// Fills a model's template and reads the result back before it is published.
#include "phone/profile.h"

#include <algorithm>
#include <stdexcept>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/translation.h"
#include "phone/flat_profile.h"
#include "phone/model_template.h"
#include "phone/profile_verifier.h"
#include "phone/provisioning_settings.h"

namespace spaconf {
namespace {

constexpr char initial_template[] = "phones/initial.tpl";
constexpr char family_template[] = "phones/spa9xx.tpl";
constexpr char dictionary_file[] = "phones/parameters.tsv";

const Phone::Line* line_at(const Phone& phone, int position) {
  auto found = std::ranges::find(phone.lines, position, &Phone::Line::position);
  return found == phone.lines.end() ? nullptr : &*found;
}

/// The source of all values of one phone's profile.
struct Source {
  const Phone& phone;
  const std::string& outbound_proxy;
  std::string name = ascii(phone.name);  // converted once, because most lines show the same

  std::string display(const Phone::Line& line) const {
    return line.display == phone.name ? name : ascii(line.display);
  }
};

/// The value of a placeholder. `line` is the phone's line at the placeholder's position; nullptr
/// when that line is not in use or does not exist.
struct Filler {
  std::string_view variable;
  std::string (*value)(const Source& from, const Phone::Line* line);
};

constexpr Filler fillers[] = {
    {"HOSTNAME", [](auto& from, auto*) { return from.phone.hostname; }},
    {"STATION", [](auto& from, auto*) { return from.name; }},
    {"ADMIN_PASSWORD", [](auto& from, auto*) { return from.phone.admin_password.reveal(); }},
    {"USER_PASSWORD", [](auto& from, auto*) { return from.phone.user_password.reveal(); }},
    {"IN_USE", [](auto&, auto* line) { return std::string(line ? "Yes" : "No"); }},
    {"DISPLAY", [](auto& from, auto* line) { return line ? from.display(*line) : std::string(); }},
    {"USER", [](auto&, auto* line) { return line ? line->user : ""; }},
    {"PASSWORD", [](auto&, auto* line) { return line ? line->password.reveal() : ""; }},
    {"DOMAIN", [](auto&, auto* line) { return line ? line->domain : ""; }},
    {"OUTBOUND", [](auto& from, auto* line) { return line ? from.outbound_proxy : ""; }},
    {"USE_OUTBOUND",
     [](auto& from, auto* line) {
       return std::string(line && !from.outbound_proxy.empty() ? "Yes" : "No");
     }},
    {"EXTENSION",
     [](auto&, auto* line) {
       return line ? std::to_string(line->position) : std::string("Disabled");
     }},
};

const Filler& filler_of(const ModelTemplate::Placeholder& placeholder,
                        const ModelTemplate& model_template) {
  auto found = std::ranges::find(fillers, placeholder.variable, &Filler::variable);
  if (found != std::end(fillers)) return *found;
  throw Misconfigured(model_template.file().string() + ": unknown placeholder {{" +
                      placeholder.variable + "}}");
}

/// The Profile_Rule for all servers. A phone takes the first alternative whose condition
/// holds, so the first of two servers gets a condition: after a failure, when $PRVST is 2, the
/// phone asks the second. Source: Linksys SPA Provisioning Guide 3.01, pages 41 to 45.
std::string rule_for(const Section& phone, const std::string& path) {
  const auto servers = phone.one_or_more("server");
  std::string rule;
  bool is_last = false;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    if (is_last) phone.wrong("server", servers[i] + " would never be asked");
    const bool has_condition = servers[i].starts_with('(');
    const bool needs_one = !has_condition && i == 0 && servers.size() > 1;
    is_last = !has_condition && !needs_one;
    rule += (i ? " | " : "") + std::string(needs_one ? "($PRVST != 2)? " : "") + servers[i] + path;
  }
  return rule;
}

/// The known beginnings of MAC addresses, six lower-case digits each; written in any spelling.
std::vector<std::string> ouis_in(const Section& phone) {
  std::vector<std::string> ouis;
  for (const std::string& text : phone.texts("families")) {
    std::string oui = lower(text);
    std::erase_if(oui, [](char c) { return c == ':' || c == '-' || c == '.'; });
    if (oui.size() != 6 || oui.find_first_not_of("0123456789abcdef") != oui.npos) {
      phone.wrong("families", text + " is not the beginning of a MAC address such as \"000e08\"");
    }
    ouis.push_back(oui);
  }
  return ouis;
}

}  // namespace

/// A model's profiles, ready to be filled.
struct Profiles::CompiledTemplate {
  /// A value for one or more placeholders.
  struct PlaceholderValue {
    std::string name;  // in the template
    ValueName ready;
    const Filler* filler;
    int position;
  };

  CompiledTemplate(const ModelTemplate& model_template, const std::string& file,
                   const std::string& blank, const ParameterTable& parameter_table)
      : file(file),
        model_template(model_template),
        verifier(model_template, blank, parameter_table),
        length(2 * blank.size()) {
    for (const ModelTemplate::Placeholder& placeholder : model_template.placeholders()) {
      auto slot = std::ranges::find(slots, placeholder.name, &PlaceholderValue::name);
      slot_of_gap.push_back(std::size_t(slot - slots.begin()));
      if (slot != slots.end()) continue;
      slots.push_back({placeholder.name, ValueName(placeholder.name),
                       &filler_of(placeholder, model_template), placeholder.position});
    }
  }

  std::string file;  // the template's name
  ModelTemplate model_template;
  ProfileVerifier verifier;
  std::size_t length;  // enough room for the values
  std::vector<PlaceholderValue> slots;
  std::vector<std::size_t> slot_of_gap;
};

Profiles::Profiles(Profiles&&) noexcept = default;
Profiles::~Profiles() = default;

Profiles::Profiles(const Section& phone, std::string outbound_proxy, Templates& templates)
    : outbound_proxy_(std::move(outbound_proxy)),
      spelling_(phone.choice("spelling", {"$MA", "$MAU", "$MAC"})),
      rule_(rule_for(phone, "/" + phone.text("directory") + "/spa" + spelling_ + ".cfg")),
      known_ouis_(ouis_in(phone)),
      templates_(templates),
      parameter_table_(templates.path_of(dictionary_file)) {
  const std::filesystem::path file = templates.path_of(family_template);
  std::string family;
  try {
    family = read_file(file);
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
  const Section settings = phone.section("settings");
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    ModelTemplate model_template(file, family, model, parameter_table_,
                                 {{"RULE", rule_}, {"MODEL", std::string(model.label)}});
    lay_over(model_template, settings, model, parameter_table_, warnings_);
    const std::string name = "phones/" + std::string(model.name);
    templates.add(name, model_template.text());
    auto& compiled =
        templates_by_model_
            .emplace(&model, CompiledTemplate(model_template, name, templates.fill(name, Values()),
                                              parameter_table_))
            .first->second;
    Phone without_lines{};
    without_lines.model = &model;
    compiled.verifier.cache_lines(fill(without_lines).bytes);
  }
}

std::vector<std::string> Profiles::values_for(const CompiledTemplate& compiled,
                                              const Phone& phone) const {
  const Source from{phone, outbound_proxy_};
  std::vector<std::string> values;
  values.reserve(compiled.slots.size());
  for (const CompiledTemplate::PlaceholderValue& slot : compiled.slots) {
    const Phone::Line* line = slot.position ? line_at(phone, slot.position) : nullptr;
    values.push_back(slot.filler->value(from, line));
  }
  return values;
}

Filled Profiles::fill(const Phone& phone) const {
  const CompiledTemplate& compiled = templates_by_model_.at(phone.model);
  Filled filled{.bytes = {}, .values = values_for(compiled, phone)};
  Values named;
  for (std::size_t i = 0; i < compiled.slots.size(); ++i) {
    named.set(compiled.slots[i].ready, filled.values[i]);
  }
  filled.bytes = templates_.fill(compiled.file, named, compiled.length);
  if (phone.settings.empty()) return filled;
  filled.bytes = with_settings(std::move(filled.bytes), phone.settings, compiled.model_template,
                               *phone.model, parameter_table_);
  return filled;
}

std::vector<std::string> Profiles::provisioning_effects(const std::vector<Setting>& settings,
                                                        const Model& model) const {
  std::vector<std::string> effects(settings.size());
  const auto compiled = templates_by_model_.find(&model);
  if (compiled == templates_by_model_.end()) return effects;
  const ModelTemplate& model_template = compiled->second.model_template;
  const std::string text =
      with_settings(model_template.text(), settings, model_template, model, parameter_table_);
  for (std::size_t i = 0; i < settings.size(); ++i) {
    for (const std::string& name : parameter_table_.names(settings[i].name, model)) {
      if (effects[i].empty()) effects[i] = provisioning_effect(name, text);
    }
  }
  return effects;
}

bool Profiles::fills_in(std::string_view name) const {
  return std::ranges::any_of(templates_by_model_, [&](const auto& each) {
    const auto names = parameter_table_.names(name, *each.first);
    return std::ranges::any_of(names, [&](const std::string& one) {
      return each.second.model_template.is_placeholder(one);
    });
  });
}

std::string Profiles::setting_error(const Setting& setting) const {
  std::string why = spaconf::setting_error(setting, parameter_table_);
  if (why.empty() && fills_in(setting.name)) {
    why = sentence(
        _("{parameter} is derived from the other fields of the form and cannot be set here"),
        {{"parameter", setting.name}});
  }
  return why;
}

void Profiles::read_back(const Phone& phone, const Filled& filled) const {
  const CompiledTemplate& compiled = templates_by_model_.at(phone.model);
  // The phone's own settings are between the placeholders, where the verifier knows every byte.
  const Parameters read = phone.settings.empty() ? compiled.verifier.read(filled.bytes)
                                                 : parse_flat_profile(filled.bytes);
  auto at = read.begin();
  for (std::size_t i = 0; i < compiled.slot_of_gap.size(); ++i) {
    const std::string& element = compiled.model_template.placeholders()[i].element;
    at = std::ranges::find(at, read.end(), element, &Parameters::value_type::first);
    if (at == read.end() || at->second != filled.values[compiled.slot_of_gap[i]]) {
      throw std::runtime_error("profile: reading back: " + element + " has another value");
    }
  }
}

std::string Profiles::write(const Phone& phone) const {
  Filled filled = fill(phone);
  read_back(phone, filled);
  return std::move(filled.bytes);
}

std::string Profiles::initial(const Model& model) const {
  Values values;
  values.set("MODEL", model.label);
  values.set("RULE", rule_);
  std::string xml = templates_.fill(initial_template, values);
  const Parameters read = parse_flat_profile(xml);
  if (std::ranges::find(read, Parameters::value_type{"Profile_Rule", rule_}) == read.end()) {
    throw std::runtime_error("initial profile: reading back: Profile_Rule has another value");
  }
  return xml;
}

std::vector<InitialProfile> Profiles::initial_profiles() const {
  std::vector<InitialProfile> all;
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    all.push_back({&model, std::string(model.name) + ".cfg", initial(model)});
  }
  return all;
}

std::string Profiles::file_name(const Mac& mac) const {
  if (spelling_ == "$MAU") return "spa" + mac.upper() + ".cfg";
  if (spelling_ == "$MAC") return "spa" + mac.colons() + ".cfg";
  return "spa" + mac.plain() + ".cfg";
}

std::optional<Mac> Profiles::mac_in(const std::string& file) const {
  constexpr std::string_view before = "spa", after = ".cfg";
  if (!file.starts_with(before) || !file.ends_with(after)) return {};
  const auto mac = Mac::parse(
      std::string_view(file).substr(before.size(), file.size() - before.size() - after.size()));
  if (!mac || file_name(*mac) != file) return {};
  return mac;
}

std::string Profiles::known_ouis() const { return joined(known_ouis_, " "); }

bool Profiles::has_known_oui(const Mac& mac) const {
  return std::ranges::find(known_ouis_, mac.oui()) != known_ouis_.end();
}

}  // namespace spaconf

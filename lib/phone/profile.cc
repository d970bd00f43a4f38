// Fills a model's template, then reads the result back before anybody else can.
#include "phone/profile.h"

#include <algorithm>
#include <stdexcept>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "phone/flat_profile.h"
#include "phone/profile_verifier.h"
#include "phone/provisioning_settings.h"
#include "phone/model_template.h"

namespace spaconf {
namespace {

constexpr char initial_template[] = "phones/initial.tpl";
constexpr char family_template[] = "phones/spa9xx.tpl";
constexpr char dictionary_file[] = "phones/parameters.tsv";

const Phone::Line* line_at(const Phone& phone, int position) {
  auto found = std::ranges::find(phone.lines, position, &Phone::Line::position);
  return found == phone.lines.end() ? nullptr : &*found;
}

/// What all gaps of one phone's profile are filled from.
struct Source {
  const Phone& phone;
  const std::string& outbound_proxy;
  std::string name = ascii(phone.name);  // once, since most lines show the same

  std::string display(const Phone::Line& line) const {
    return line.display == phone.name ? name : ascii(line.display);
  }
};

/// What a gap of the template is filled with. `line` is the phone's line at the gap's
/// place; nullptr when it is not in use, or there is none.
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

const Filler& filler_of(const Sheet::Gap& gap, const Sheet& sheet) {
  auto found = std::ranges::find(fillers, gap.variable, &Filler::variable);
  if (found != std::end(fillers)) return *found;
  throw Misconfigured(sheet.file().string() + ": nothing is known that would fill {{" +
                      gap.variable + "}}");
}

/// Where phones ask, for all servers. Of alternatives a phone takes the first whose
/// condition holds, so a second server needs one: it is asked after a failure, which
/// is when $PRVST is 2. Source: Linksys SPA Provisioning Guide 3.01, pages 41 to 45.
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

}  // namespace

/// A model's profiles, ready to be filled.
struct Profiles::Made {
  /// One value, which may fill several gaps.
  struct Slot {
    std::string name;  // as the template calls it
    ValueName ready;
    const Filler* filler;
    int position;
  };

  Made(const Sheet& sheet, const std::string& file, const std::string& blank,
       const Dictionary& dictionary)
      : file(file), sheet(sheet), gate(sheet, blank, dictionary), length(2 * blank.size()) {
    for (const Sheet::Gap& gap : sheet.gaps()) {
      auto slot = std::ranges::find(slots, gap.name, &Slot::name);
      slot_of_gap.push_back(std::size_t(slot - slots.begin()));
      if (slot != slots.end()) continue;
      slots.push_back({gap.name, ValueName(gap.name), &filler_of(gap, sheet), gap.position});
    }
  }

  std::string file;  // the template's name
  Sheet sheet;
  Gate gate;
  std::size_t length;  // room enough for what is filled in
  std::vector<Slot> slots;
  std::vector<std::size_t> slot_of_gap;
};

Profiles::Profiles(Profiles&&) noexcept = default;
Profiles::~Profiles() = default;

Profiles::Profiles(const Section& phone, std::string outbound_proxy, Templates& templates)
    : outbound_proxy_(std::move(outbound_proxy)),
      spelling_(phone.choice("spelling", {"$MA", "$MAU", "$MAC"})),
      rule_(rule_for(phone, "/" + phone.text("directory") + "/spa" + spelling_ + ".cfg")),
      families_(phone.texts("families")),
      templates_(templates),
      dictionary_(templates.root() / dictionary_file) {
  const std::filesystem::path file = templates.root() / family_template;
  std::string family;
  try {
    family = read_file(file);
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
  const Section settings = phone.section("settings");
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    Sheet sheet(file, family, model, dictionary_,
                {{"RULE", rule_}, {"MODEL", std::string(model.label)}});
    lay_over(sheet, settings, model, dictionary_, warnings_);
    const std::string name = "phones/" + std::string(model.name);
    templates.add(name, sheet.text());
    auto& made =
        made_.emplace(&model, Made(sheet, name, templates.fill(name, Values()), dictionary_))
            .first->second;
    Phone without_lines{};
    without_lines.model = &model;
    made.gate.remember(fill(without_lines).bytes);
  }
}

std::vector<std::string> Profiles::values_for(const Made& made, const Phone& phone) const {
  const Source from{phone, outbound_proxy_};
  std::vector<std::string> values;
  values.reserve(made.slots.size());
  for (const Made::Slot& slot : made.slots) {
    const Phone::Line* line = slot.position ? line_at(phone, slot.position) : nullptr;
    values.push_back(slot.filler->value(from, line));
  }
  return values;
}

Filled Profiles::fill(const Phone& phone) const {
  const Made& made = made_.at(phone.model);
  Filled filled{.bytes = {}, .values = values_for(made, phone)};
  Values named;
  for (std::size_t i = 0; i < made.slots.size(); ++i) {
    named.set(made.slots[i].ready, filled.values[i]);
  }
  filled.bytes = templates_.fill(made.file, named, made.length);
  if (phone.settings.empty()) return filled;
  filled.bytes =
      with_settings(std::move(filled.bytes), phone.settings, made.sheet, *phone.model, dictionary_);
  return filled;
}

std::string Profiles::provisioning_effect(std::string_view name, const Model& model) const {
  const auto made = made_.find(&model);
  if (made == made_.end()) return "";
  const std::string text = made->second.sheet.text();
  for (const std::string& each : dictionary_.names(name, model)) {
    std::string effect = spaconf::provisioning_effect(each, text);
    if (!effect.empty()) return effect;
  }
  return "";
}

bool Profiles::fills_in(std::string_view name) const {
  return std::ranges::any_of(made_, [&](const auto& each) {
    const auto names = dictionary_.names(name, *each.first);
    return std::ranges::any_of(
        names, [&](const std::string& one) { return each.second.sheet.is_gap(one); });
  });
}

std::string Profiles::objection_to_own(const Setting& setting) const {
  std::string why = spaconf::objection_to_own(setting, dictionary_);
  if (why.empty() && fills_in(setting.name)) {
    why = setting.name + " comes from the other fields of the form; it cannot be set here";
  }
  return why;
}

void Profiles::read_back(const Phone& phone, const Filled& filled) const {
  const Made& made = made_.at(phone.model);
  // Settings of its own stand between the gaps, where the gate knows every byte.
  const Parameters read =
      phone.settings.empty() ? made.gate.read(filled.bytes) : parse_flat_profile(filled.bytes);
  auto at = read.begin();
  for (std::size_t i = 0; i < made.slot_of_gap.size(); ++i) {
    const std::string& element = made.sheet.gaps()[i].element;
    at = std::ranges::find(at, read.end(), element, &Parameters::value_type::first);
    if (at == read.end() || at->second != filled.values[made.slot_of_gap[i]]) {
      throw std::runtime_error("profile: " + element + " did not come out as it went in");
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
    throw std::runtime_error("initial profile: Profile_Rule did not come out as it went in");
  }
  return xml;
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

std::string Profiles::families() const {
  std::string text;
  for (const std::string& family : families_) text += (text.empty() ? "" : " ") + family;
  return text;
}

bool Profiles::is_of_the_family(const Mac& mac) const {
  return std::ranges::find(families_, mac.maker()) != families_.end();
}

}  // namespace spaconf

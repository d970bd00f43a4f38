// Fills a model's template, then reads the result back before anybody else can.
#include "phone/profile.h"

#include <algorithm>
#include <stdexcept>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "phone/flat_profile.h"
#include "phone/settings.h"

namespace spaconf {
namespace {

constexpr char initial_template[] = "phones/initial.tpl";
constexpr char family_template[] = "phones/spa9xx.tpl";

/// The name under which a model's template stands once settings are laid into it.
std::string template_of(const Model& model) { return "phones/" + std::string(model.name); }

const Phone::Line* line_at(const Phone& phone, int position) {
  auto found = std::ranges::find(phone.lines, position, &Phone::Line::position);
  return found == phone.lines.end() ? nullptr : &*found;
}

void expect(const Parameters& parameters, const std::string& name, const std::string& value) {
  auto found = std::ranges::find(parameters, name, &Parameters::value_type::first);
  if (found == parameters.end() || found->second != value) {
    throw std::runtime_error("profile: " + name + " did not come out as it went in");
  }
}

}  // namespace

Profiles::Profiles(const Section& phone, std::string outbound_proxy, Templates& templates)
    : outbound_proxy_(std::move(outbound_proxy)),
      spelling_(phone.choice("spelling", {"$MA", "$MAU", "$MAC"})),
      rule_(phone.text("server") + "/" + phone.text("directory") + "/spa" + spelling_ + ".cfg"),
      families_(phone.texts("families")),
      templates_(templates) {
  std::string family;
  try {
    family = read_file(templates.root() / family_template);
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
  Section settings = phone.section("settings");
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    templates.add(template_of(model), with_settings(family, settings, model));
    try {
      write({.model = &model, .mac = {}, .hostname = "", .name = "", .lines = {}});
    } catch (const std::runtime_error& error) {
      // Better now than when the first phone is registered.
      phone.wrong("settings", std::string(model.name) + ": " + error.what());
    }
  }
}

std::string Profiles::write(const Phone& phone) const {
  Values values;
  values.set("RULE", rule_);
  values.set("STATION", ascii(phone.name));
  values.set("HOSTNAME", phone.hostname);
  for (int position = 1; position <= phone.model->lines; ++position) {
    Values line = values.add("LINE");
    line.set("N", position);
    if (const Phone::Line* used = line_at(phone, position)) {
      Values in_use = line.add("USED");
      in_use.set("USER", used->user);
      in_use.set("DOMAIN", used->domain);
      in_use.set("PASSWORD", used->password.reveal());
      in_use.set("DISPLAY", ascii(used->display));
      in_use.set("OUTBOUND", outbound_proxy_);
      in_use.set("USE_OUTBOUND", outbound_proxy_.empty() ? "No" : "Yes");
    } else {
      line.show("UNUSED");
    }
  }
  for (int key = 1; key <= phone.model->line_keys; ++key) {
    const Phone::Line* used = line_at(phone, key);
    Values values_of_key = values.add("KEY");
    values_of_key.set("N", key);
    values_of_key.set("EXTENSION", used ? std::to_string(key) : "Disabled");
    values_of_key.set("LABEL", used ? used->user : "");
  }
  std::string xml = templates_.fill(template_of(*phone.model), values);

  Parameters parameters = parse_flat_profile(xml);
  expect(parameters, "Profile_Rule", rule_);
  for (const Phone::Line& line : phone.lines) {
    std::string n = "_" + std::to_string(line.position) + "_";
    expect(parameters, "User_ID" + n, line.user);
    expect(parameters, "Password" + n, line.password.reveal());
    expect(parameters, "Display_Name" + n, ascii(line.display));
  }
  return xml;
}

std::string Profiles::initial(const Model& model) const {
  Values values;
  values.set("MODEL", model.label);
  values.set("RULE", rule_);
  std::string xml = templates_.fill(initial_template, values);
  expect(parse_flat_profile(xml), "Profile_Rule", rule_);
  return xml;
}

std::string Profiles::file_name(const Mac& mac) const {
  if (spelling_ == "$MAU") return "spa" + mac.upper() + ".cfg";
  if (spelling_ == "$MAC") return "spa" + mac.colons() + ".cfg";
  return "spa" + mac.plain() + ".cfg";
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

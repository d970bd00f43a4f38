// Fuzzes whole profiles: lines of "field=value", as the form has them, and "name" for the person's.
// What the form accepts, expat and the virtual phone read as it was meant.
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "phone/profile.h"
#include "property.h"
#include "registration/form.h"
#include "registration/phone_form.h"
#include "virtual-phone/profile_parser.h"

using namespace spaconf;

namespace {

using Values = std::map<std::string, std::string>;

Values read_by_phone(const std::string& profile) {
  Values values;
  for (const auto& each : virtual_phone::parse_profile(profile)) {
    fuzz::require(each.was_ascii && !each.keeps, "each value is ASCII and is set");
    fuzz::require(values.emplace(each.name, each.value).second, "no parameter is set twice");
  }
  return values;
}

/// A form that is accepted, so that an input needs only what is special about it.
Fields usual_form() {
  Fields form;
  for (auto [name, value] : {std::pair{"login", "novak"},
                             {"model", "spa922"},
                             {"mac", "000e08112233"},
                             {"line1_user", "1001"},
                             {"line1_password", "s3cret"}}) {
    form.add(name, value);
  }
  return form;
}

Phone phone_of(const Registration& wanted, const std::string& name) {
  Phone phone{.model = wanted.model,
              .mac = wanted.mac,
              .hostname = wanted.hostname,
              .name = name,
              .lines = {},
              .admin_password = Secret("adm&n"),
              .user_password = Secret("<user>"),
              .settings = wanted.settings};
  for (const Line& line : wanted.lines) {
    phone.lines.push_back(
        {line.position, line.user, "sip.example.org", line.password, line.display});
  }
  return phone;
}

Values meant_by(const Phone& phone, const ParameterTable& table) {
  Values meant{{"Station_Name", ascii(phone.name)},
               {"HostName", phone.hostname},
               {"Admin_Passwd", phone.admin_password.reveal()},
               {"User_Password", phone.user_password.reveal()}};
  for (const Phone::Line& line : phone.lines) {
    const std::string n = "_" + std::to_string(line.position) + "_";
    meant["Display_Name" + n] = ascii(line.display);
    meant["User_ID" + n] = line.user;
    meant["Password" + n] = line.password.reveal();
  }
  for (const Setting& setting : phone.settings) {
    for (const std::string& name : table.names(setting.name, *phone.model)) {
      meant[name] = table.find(name)->type.written(setting.value);
    }
  }
  return meant;
}

void check(const Profiles& profiles, const Phone& phone) {
  const Values values = read_by_phone(profiles.write(phone));
  for (const auto& [name, value] : meant_by(phone, profiles.parameter_table())) {
    const auto found = values.find(name);
    fuzz::require(found != values.end() && found->second == value, name + " is as it was meant");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Config shipped(SRCDIR "/spaconf.conf");
  static Templates templates(SRCDIR "/templates");
  static const Profiles profiles(shipped.section("phone"), "", templates);
  static const FormRules rules{
      .permissions = {},
      .has_known_oui = [](const Mac& mac) { return profiles.has_known_oui(mac); },
      .setting_error = [](const Setting& each) { return profiles.setting_error(each); }};
  static const Fields usual = usual_form();
  Fields typed;
  std::string name;
  for (const std::string& line : split(fuzz::text_of(data, size), '\n')) {
    const std::size_t equals = std::min(line.find('='), line.size());
    const std::string field = line.substr(0, equals),
                      value = line.substr(std::min(equals + 1, line.size()));
    if (field == "name")
      name = value;
    else if (!field.empty())
      typed.add(field, value);
  }
  try {
    const Registration wanted = read_form(laid_over(usual, typed), rules);
    if (wanted.model->is_hardware()) check(profiles, phone_of(wanted, name));
  } catch (const Rejected&) {
  }
  return 0;
}

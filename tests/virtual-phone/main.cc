// virtual-phone: plays one phone of the family, from the moment it is plugged in.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "dhcp.h"
#include "phone.h"
#include "profile_parser.h"

using namespace virtual_phone;

namespace {

struct Options {
  std::string model = "spa942", firmware, mac, serial = "4MM00F000001", tftp_server, interface;
  std::filesystem::path flash, parse;
  std::vector<std::string> settings;
  double until = 300, stay = 0;
  bool json = false, real_time = false, leave = false, commands = false, ignores_66 = false;
};

CLI::App& described(CLI::App& app, Options& o) {
  app.description("Plays one Linksys phone: fetches its profile, acts by it, registers its lines.");
  app.add_option("--model", o.model, "spa921, spa922, spa941, spa942 or spa962")
      ->capture_default_str();
  app.add_option("--firmware", o.firmware, "5.1.8 or 6.1.5(a); by default the model's last one");
  app.add_option("--mac", o.mac, "its address, with or without colons; by default the interface's");
  app.add_option("--serial", o.serial, "its serial number")->capture_default_str();
  app.add_option("--tftp-server", o.tftp_server,
                 "HOST[:PORT], as if DHCP had named it in option 66");
  app.add_option("--dhcp", o.interface, "the interface to ask for an address on, with udhcpc");
  app.add_flag("--no-option-66", o.ignores_66, "as firmware before 5.1.9 is said to be");
  app.add_option("--flash", o.flash, "the file that keeps its settings without power");
  app.add_option("--set", o.settings, "NAME=VALUE, as if typed into the phone's web page");
  app.add_option("--until", o.until, "seconds it lives, by a clock that leaps")
      ->capture_default_str();
  app.add_option("--stay", o.stay, "seconds it then stays plugged in, by the clock on the wall");
  app.add_flag("--real-time", o.real_time, "--until by the clock on the wall, too");
  app.add_flag("--leave", o.leave, "take its lines out of the registrar in the end");
  app.add_flag("--commands", o.commands,
               "read from standard input what to do, instead: live SECONDS, stay SECONDS,\n"
               "set NAME=VALUE, resync [RULE], power, leave");
  app.add_flag("--json", o.json, "each step as one line of JSON");
  app.add_option("--parse", o.parse,
                 "only read this profile and print its values as JSON; - reads many, with a zero\n"
                 "byte after each");
  return app;
}

/// 12 lower-case digits of an address as people and the kernel write it.
std::string plain(const std::string& mac) {
  std::string digits;
  for (char c : mac)
    if (std::isxdigit(static_cast<unsigned char>(c)))
      digits += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return digits;
}

std::string mac_of(const std::string& interface) {
  std::string text;
  std::ifstream("/sys/class/net/" + interface + "/address") >> text;
  return plain(text);
}

void print_values(const std::string& profile) {
  nlohmann::ordered_json line;
  try {
    for (const Assignment& one : parse_profile(profile)) {
      if (!one.keeps) line["values"][one.name] = one.value;
      if (!one.was_ascii) line["not_ascii"].push_back(one.name);
    }
  } catch (const Corrupt& problem) {
    line["corrupt"] = problem.what();
  }
  std::cout << line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

int parse_only(const std::filesystem::path& path) {
  if (path == "-") {
    for (std::string profile; std::getline(std::cin, profile, '\0');) print_values(profile);
    return 0;
  }
  std::ifstream in(path, std::ios::binary);
  print_values({std::istreambuf_iterator<char>(in), {}});
  return in ? 0 : 1;
}

void set(Flash& flash, const Tell& tell, const std::string& setting) {
  const std::string name = setting.substr(0, setting.find('='));
  if (!flash.knows(name) || name.size() == setting.size()) {
    tell("not set", {{"name", name}, {"why", "this phone has no such parameter"}});
    return;
  }
  flash.set(name, setting.substr(name.size() + 1));
  flash.save();
}

void obey(Phone& phone, Flash& flash, Clock& clock, const Tell& tell) {
  for (std::string line; std::getline(std::cin, line);) {
    const std::string verb = line.substr(0, line.find(' '));
    const std::string rest = verb.size() < line.size() ? line.substr(verb.size() + 1) : "";
    clock.be_real(verb == "stay");
    if (verb == "live" || verb == "stay")
      phone.live(std::atof(rest.c_str()));
    else if (verb == "set")
      set(flash, tell, rest);
    else if (verb == "resync")
      phone.resync_now(rest);
    else if (verb == "power")
      phone.power_up();
    else if (verb == "leave")
      phone.leave();
    else
      tell("no such command", {{"command", line}});
    tell("done", {{"command", line}});
  }
}

int run(Options& o) {
  const Model* model = find_model(o.model);
  if (!model) throw CLI::ValidationError("--model", "there is no " + o.model);
  Identity identity{.model = model,
                    .firmware = o.firmware.empty() ? std::string(model->firmware) : o.firmware,
                    .mac = plain(o.mac.empty() ? mac_of(o.interface) : o.mac),
                    .serial = o.serial,
                    .address = {},
                    .tftp_server = o.tftp_server};
  if (identity.mac.size() != 12) throw CLI::ValidationError("--mac", "needs 12 digits");
  Clock clock;
  const Tell tell(clock, o.json);
  Flash flash(*model, identity.firmware, o.flash);
  for (const std::string& setting : o.settings) set(flash, tell, setting);

  if (!o.interface.empty()) {
    const auto lease = ask_dhcp(o.interface, "LINKSYS SPA-" + std::string(model->psn));
    tell("lease", {{"address", lease ? lease->address : ""},
                   {"tftp_server", lease ? lease->tftp_server : ""},
                   {"hostname", lease ? lease->hostname : ""}});
    if (!lease) return 1;
    identity.address = lease->address;
    identity.tftp_server = o.ignores_66 ? "" : lease->tftp_server;
  }

  Phone phone(identity, flash, clock, tell);
  phone.power_up();
  if (o.commands) {
    obey(phone, flash, clock, tell);
  } else {
    clock.be_real(o.real_time);
    phone.live(o.until);
    clock.be_real(true);
    if (o.stay > 0) phone.live(o.stay);
    if (o.leave) phone.leave();
  }
  return phone.sum_up() ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  CLI::App app;
  Options options;
  described(app, options);
  try {
    app.parse(count, arguments);
    return options.parse.empty() ? run(options) : parse_only(options.parse);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem);
  }
}

// Rules to files to settings. Source: Linksys SPA Provisioning Guide 3.01, pages 38-45.
#include "provisioning.h"

#include "account.h"
#include "envelope.h"
#include "profile_parser.h"
#include "syslog.h"

namespace virtual_phone {
namespace {

std::string with_colons(const std::string& mac) {
  std::string result;
  for (size_t i = 0; i < mac.size(); ++i) {
    if (i > 0 && i % 2 == 0) result += ':';
    result += mac[i];
  }
  return result;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

/// The server that DHCP named, which in tests may have a port.
void use_dhcp_server(const std::string& server, Command& command) {
  command.host = host_of(server);
  if (command.scheme == "tftp") command.port = port_of(server, command.port);
}

}  // namespace

Macros Provisioning::macros(Reason reason) const {
  const Model& model = *identity_.model;
  Macros all = last_;
  all["PN"] = model.pn;
  all["PSN"] = model.psn;
  all["SN"] = identity_.serial;
  all["MA"] = identity_.mac;
  all["MAU"] = upper(identity_.mac);
  all["MAC"] = with_colons(identity_.mac);
  all["SWVER"] = identity_.firmware;
  all["HWVER"] = "1.0.0";
  all["CCERT"] = "Not Installed";
  all["ISCUST"] = "0";
  all["IP"] = identity_.address;
  all["EXTIP"] = "";
  all["PRVST"] = std::to_string(static_cast<int>(reason));
  all["PRVTMR"] = std::to_string(static_cast<int>(clock_.now() - last_attempt_));
  all["UPGCOND"] = "1";
  all["UID1"] = flash_["User_ID_1_"];
  all["UID2"] = flash_["User_ID_2_"];
  for (char letter = 'A'; letter <= 'P'; ++letter)
    all[std::string(1, letter)] = flash_[std::string("GPP_") + letter];
  return all;
}

void Provisioning::log(const char* parameter) const {
  if (flash_["Syslog_Server"].empty() || flash_[parameter].empty()) return;
  const std::string text = expanded(flash_[parameter], macros(Reason::asked));
  if (send_syslog(flash_["Syslog_Server"], text))
    tell_("logged", {{"server", flash_["Syslog_Server"]}, {"text", text}});
}

Provisioning::Outcome Provisioning::resync(Reason reason, const std::string& rule) {
  Outcome all{.ok = true};
  constexpr const char* parameters[] = {"Profile_Rule", "Profile_Rule_B", "Profile_Rule_C",
                                        "Profile_Rule_D"};
  if (!rule.empty()) {
    all = follow(rule, reason);
  } else {
    for (const char* parameter : parameters) {
      if (flash_[parameter].empty()) continue;
      const Outcome one = follow(flash_[parameter], reason);
      all.changed |= one.changed;
      if (!(all.ok = one.ok)) break;
    }
  }
  last_attempt_ = clock_.now();
  if (all.changed) flash_.save();
  return all;
}

Provisioning::Outcome Provisioning::follow(const std::string& rule, Reason reason) {
  const Surroundings surroundings{.macros = [&] { return macros(reason); },
                                  .secrets =
                                      [&] {
                                        Macros secrets;
                                        for (char letter = 'A'; letter <= 'D'; ++letter)
                                          secrets[std::string("S") + letter] =
                                              flash_[std::string("GPP_S") + letter];
                                        return secrets;
                                      },
                                  .assign =
                                      [&](const std::string& name, const std::string& value) {
                                        if (flash_.knows(name)) flash_.set(name, value);
                                      }};
  try {
    auto command = evaluated(rule, surroundings);
    if (!command) {
      tell_("rule skipped", {{"rule", rule}});
      return {.ok = true};
    }
    if (command->host.empty()) use_dhcp_server(identity_.tftp_server, *command);
    if (command->host.empty()) throw BadRule("DHCP named no TFTP server (option 66)");
    last_ = {{"SCHEME", upper(command->scheme)},
             {"METH", upper(command->scheme)},
             {"SERV", command->host},
             {"SERVIP", command->host},
             {"PORT", std::to_string(command->port)},
             {"PATH", command->path}};
    log("Log_Resync_Request_Msg");
    ++requests_;
    const std::string agent = "Linksys/SPA-" + std::string(identity_.model->psn) + "-" +
                              identity_.firmware + " (" + identity_.serial + ")";
    std::string body;
    if (!command->post.empty())
      body = expanded(flash_["GPP_" + upper(command->post)], macros(reason));
    const Fetched got = fetch(*command, agent, body);
    if (!got.server_ip.empty()) last_["SERVIP"] = got.server_ip;
    if (got.result != Fetched::ok) {
      const bool missing = got.result == Fetched::not_found;
      tell_(missing ? "not found" : "not fetched", {{"url", url(*command)}, {"why", got.why}});
      if (missing && !flash_.is_yes("Resync_Fails_On_FNF")) return {.ok = true};
      last_["ERR"] = got.why;
      log("Log_Resync_Failure_Msg");
      return {};
    }
    tell_("fetched", {{"url", url(*command)}, {"bytes", static_cast<int>(got.bytes.size())}});
    const Outcome outcome = apply(opened(got.bytes, command->key));
    last_["ERR"] = "";
    log("Log_Resync_Success_Msg");
    return outcome;
  } catch (const BadRule& problem) {
    tell_("bad rule", {{"rule", rule}, {"why", problem.what()}});
  } catch (const Corrupt& problem) {
    tell_("corrupt", {{"url", last_["PATH"]}, {"why", problem.what()}});
    last_["ERR"] = "corrupt file";
    log("Log_Resync_Failure_Msg");
  }
  return {};
}

Provisioning::Outcome Provisioning::apply(const std::string& text) {
  const std::vector<Assignment> profile = parse_profile(text);
  std::map<std::string, const Assignment*> last;  // of a name that comes twice the last one wins
  std::vector<std::string> unknown, twice, not_ascii, changed;
  for (const Assignment& one : profile) {
    if (!one.was_ascii) not_ascii.push_back(one.name);
    if (last.contains(one.name)) twice.push_back(one.name);
    last[one.name] = &one;
  }
  for (const auto& [name, one] : last) {
    if (!flash_.knows(name))
      unknown.push_back(name);
    else if (!one->keeps && flash_.set(name, one->value))
      changed.push_back(name);
  }
  tell_("applied", {{"parameters", static_cast<int>(last.size())},
                    {"changed", changed},
                    {"unknown", unknown},
                    {"twice", twice},
                    {"not_ascii", not_ascii}});
  return {.ok = true, .changed = !changed.empty()};
}

}  // namespace virtual_phone

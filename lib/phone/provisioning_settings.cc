// Lists the parameters that decide where a phone gets its profile and its firmware, one row each.
// Source: Linksys Provisioning Guide 3.01, chapter 4. Network parameters can lead it away, too.
#include "phone/provisioning_settings.h"

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

constexpr std::string_view where = N_("decides where the phone gets its profile");
constexpr std::string_view when = N_("decides when the phone looks for its profile");
constexpr std::string_view firmware = N_("decides which firmware the phone loads");
constexpr std::string_view network = N_("decides which servers the phone can reach");
constexpr std::string_view whether = N_("decides whether the phone looks for its profile");
constexpr std::string_view report = N_("decides where the phone sends its whole configuration");
constexpr std::string_view who = N_("decides who may tell the phone to look for its profile");

/// "{n}" in a name stands for every line.
struct Row {
  std::string_view name, effect;
};
constexpr Row table[] = {
    {"Profile_Rule", where},
    {"Profile_Rule_B", where},
    {"Profile_Rule_C", where},
    {"Profile_Rule_D", where},
    {"Restricted_Access_Domains", where},
    {"Provision_Enable", whether},
    {"Resync_Periodic", when},
    {"Resync_On_Reset", when},
    {"Resync_Random_Delay", when},
    {"Resync_Error_Retry_Delay", when},
    {"Forced_Resync_Delay", when},
    {"Resync_From_SIP", when},
    {"Auth_Resync-Reboot_{n}_", who},
    {"Resync_After_Upgrade_Attempt", when},
    {"Resync_Trigger_1", when},
    {"Resync_Trigger_2", when},
    {"Resync_Fails_On_FNF", when},
    {"Report_Rule", report},
    {"Upgrade_Rule", firmware},
    {"Upgrade_Enable", firmware},
    {"Downgrade_Rev_Limit", firmware},
    {"Connection_Type", network},
    {"DHCP", network},
    {"Static_IP", network},
    {"NetMask", network},
    {"Gateway", network},
    {"Primary_DNS", network},
    {"Secondary_DNS", network},
    {"DNS_Server_Order", network},
    {"Enable_VLAN", network},
    {"VLAN_ID", network},
    {"Enable_CDP", network},
    {"Domain", network},
    {"DNS_Query_Mode", network},
    {"Upgrade_Error_Retry_Delay", firmware},
    {"User_Configurable_Resync", when},
};

bool is_named(const Row& row, std::string_view name) {
  const auto series = row.name.find("{n}");
  if (series == row.name.npos) return row.name == name;
  return name.starts_with(row.name.substr(0, series)) &&
         name.ends_with(row.name.substr(series + 3));
}

/// Parameters in whose values a phone expands macros, and those whose names begin like them.
constexpr std::string_view rules[] = {"Profile_Rule", "Upgrade_Rule", "Report_Rule",
                                      "Resync_Trigger"};

/// Does the line contain `before`, not followed by another letter from A to Z?
bool has_macro(std::string_view line, const std::string& before) {
  for (auto at = line.find(before); at != line.npos; at = line.find(before, at + 1)) {
    const auto end = at + before.size();
    if (end == line.size() || line[end] < 'A' || line[end] > 'Z') return true;
  }
  return false;
}

/// Does the line contain "--alias a" or "--post a", the options that name a parameter by its
/// letter?
bool has_option(std::string_view line, std::string_view letter) {
  for (std::string_view option : {"--alias ", "--post "}) {
    for (auto at = line.find(option); at != line.npos; at = line.find(option, at + 1)) {
      const auto argument = line.find_first_not_of(" \"", at + option.size());
      if (argument != line.npos && upper(line.substr(argument, 1)) == letter) return true;
    }
  }
  return false;
}

/// Does the line use the value of GPP_A: "$A", "$(A)", "$(A:0:4)", "--alias a"? "$MA" does not use
/// GPP_M. `letters` are the rest of the name: "A", "SA".
bool uses(std::string_view line, std::string_view letters) {
  return has_macro(line, "$" + std::string(letters)) ||
         has_macro(line, "$(" + std::string(letters)) || has_option(line, letters);
}

/// Does one of the profile's rules use the value of this general purpose parameter?
bool is_used_by_rule(std::string_view letters, std::string_view profile) {
  for (std::string_view rule : rules) {
    const std::string element = "<" + std::string(rule);
    for (auto at = profile.find(element); at != profile.npos; at = profile.find(element, at + 1)) {
      if (uses(profile.substr(at, profile.find('\n', at) - at), letters)) return true;
    }
  }
  return false;
}

}  // namespace

std::string provisioning_effect(std::string_view name, std::string_view profile) {
  for (const Row& row : table) {
    if (is_named(row, name)) return std::string(row.effect);
  }
  constexpr std::string_view general = "GPP_";
  const bool is_general = name.starts_with(general) && name.size() > general.size();
  if (is_general && is_used_by_rule(name.substr(general.size()), profile)) {
    return N_("is part of a rule that says where or when the phone gets its profile or firmware");
  }
  return "";
}

bool leads_to_profile(std::string_view name) {
  for (const Row& row : table) {
    if (is_named(row, name)) return row.effect != firmware && row.effect != network;
  }
  return false;
}

}  // namespace spaconf

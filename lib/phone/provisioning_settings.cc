// Lists the parameters that decide where a phone gets its profile and its firmware, one row each.
// Source: Linksys Provisioning Guide 3.01, chapter 4. Network parameters can lead it away, too.
#include "phone/provisioning_settings.h"

namespace spaconf {
namespace {

constexpr std::string_view where = "decides where the phone gets its profile";
constexpr std::string_view when = "decides when the phone looks for its profile";
constexpr std::string_view firmware = "decides which firmware the phone loads";
constexpr std::string_view network = "decides which servers the phone can reach";

struct Row {
  std::string_view name, effect;
};
constexpr Row table[] = {
    {"Profile_Rule", where},
    {"Profile_Rule_B", where},
    {"Profile_Rule_C", where},
    {"Profile_Rule_D", where},
    {"Restricted_Access_Domains", where},
    {"Provision_Enable", "decides whether the phone looks for its profile"},
    {"Resync_Periodic", when},
    {"Resync_On_Reset", when},
    {"Resync_Random_Delay", when},
    {"Resync_Error_Retry_Delay", when},
    {"Forced_Resync_Delay", when},
    {"Resync_From_SIP", when},
    {"Resync_After_Upgrade_Attempt", when},
    {"Resync_Trigger_1", when},
    {"Resync_Trigger_2", when},
    {"Resync_Fails_On_FNF", when},
    {"Report_Rule", "decides where the phone sends its whole configuration"},
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

constexpr std::string_view rules[] = {"Profile_Rule", "Upgrade_Rule", "Report_Rule"};

/// "$A" and "$(A)", but not the beginning of "$MA" for M.
bool uses(std::string_view line, char letter) {
  if (line.find(std::string("$(") + letter + ")") != line.npos) return true;
  const std::string use = std::string("$") + letter;
  for (auto at = line.find(use); at != line.npos; at = line.find(use, at + 1)) {
    const char next = at + 2 < line.size() ? line[at + 2] : ' ';
    if (next < 'A' || next > 'Z') return true;
  }
  return false;
}

/// Does one of the profile's rules use $A or $(A), the value of GPP_A?
bool is_used_by_rule(char letter, std::string_view profile) {
  for (std::string_view rule : rules) {
    const std::string element = "<" + std::string(rule);
    for (auto at = profile.find(element); at != profile.npos; at = profile.find(element, at + 1)) {
      if (uses(profile.substr(at, profile.find('\n', at) - at), letter)) return true;
    }
  }
  return false;
}

}  // namespace

std::string provisioning_effect(std::string_view name, std::string_view profile) {
  for (const Row& row : table) {
    if (row.name == name) return std::string(row.effect);
  }
  constexpr std::string_view general = "GPP_";
  const bool is_general = name.starts_with(general) && name.size() == general.size() + 1;
  if (is_general && is_used_by_rule(name.back(), profile)) {
    return "is part of a rule that says where the phone gets its profile or firmware";
  }
  return "";
}

}  // namespace spaconf

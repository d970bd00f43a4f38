// Replaces the passwords of a profile by asterisks.
// Parses only tags, so that a broken file is masked too. The value of an unknown parameter
// is never shown.
#include "phone/masked_profile.h"

namespace spaconf {
namespace {

constexpr std::string_view mask = "********", another = "******** (another)";

/// The value of the first element of that name; empty if missing.
std::string_view value_of(std::string_view profile, const std::string& name) {
  for (std::size_t at = 0; (at = profile.find("<" + name, at)) != profile.npos; ++at) {
    auto end_of_name = at + 1 + name.size();
    if (end_of_name >= profile.size() ||
        profile.find_first_of("> \t\r\n", end_of_name) != end_of_name)
      continue;
    auto begin = profile.find('>', end_of_name);
    if (begin == profile.npos) return "";
    return profile.substr(begin + 1, profile.find("</" + name + ">", begin) - begin - 1);
  }
  return "";
}

bool is_hidden(const std::string& name, const ParameterTable& parameter_table) {
  if (name == "flat-profile") return false;
  const Parameter* parameter = parameter_table.find(name);
  return !parameter || parameter->type.is_secret();
}

}  // namespace

std::string masked(std::string_view profile, const ParameterTable& parameter_table,
                   std::string_view compared_with) {
  std::string result;
  for (;;) {
    auto tag = profile.find('<');
    result += profile.substr(0, tag);
    if (tag == profile.npos) return result;
    profile.remove_prefix(tag);
    auto end = profile.find(profile.starts_with("<!--") ? "-->" : ">");
    if (end == profile.npos) return result;
    std::string_view whole = profile.substr(0, profile.find('>', end) + 1);
    result += whole;
    profile.remove_prefix(whole.size());
    if (whole.starts_with("<!") || whole.starts_with("<?") || whole.starts_with("</")) continue;
    const std::string name(whole.substr(1, whole.find_first_of("> \t\r\n/", 1) - 1));
    if (!is_hidden(name, parameter_table)) continue;
    const std::string_view value = profile.substr(0, profile.find("</" + name + ">"));
    if (!value.empty()) {
      bool same = compared_with.empty() || value_of(compared_with, name) == value;
      result += same ? mask : another;
    }
    profile.remove_prefix(value.size());
  }
}

}  // namespace spaconf

// Settings go into the text of the template once, at the start, so that a phone's
// profile is filled with nothing but what is its own.
#include "phone/settings.h"

#include <algorithm>

#include "base/text.h"

namespace spaconf {
namespace {

constexpr std::string_view end_of_profile = "</flat-profile>";
/// Begins what the template repeats for each line.
constexpr std::string_view end_of_line = "{{/LINE}}";

/// What only a registration knows; set for all phones alike it would be a mistake.
constexpr std::string_view of_the_registration[] = {
    "User_ID_{n}_", "Password_{n}_",   "Auth_ID_{n}_", "Display_Name_{n}_", "Line_Enable_{n}_",
    "Station_Name", "Short_Name_{n}_", "HostName",     "Profile_Rule",      "Extension_{n}_"};

/// "User_ID_2_" is one of "User_ID_{n}_".
bool belongs_to_the_registration(const std::string& name) {
  for (std::string_view pattern : of_the_registration) {
    if (name == pattern) return true;
    for (int n = 1; n <= most_lines; ++n) {
      if (name == replaced(pattern, "{n}", std::to_string(n))) return true;
    }
  }
  return false;
}

bool is_parameter_name(std::string_view name) {
  auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

std::string xml_escaped(std::string_view value) {
  std::string escaped;
  for (char c : value) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

void lay_over(std::string& text, const std::string& name, const std::string& value) {
  std::string element = "<" + name + ">" + xml_escaped(value) + "</" + name + ">";
  for (std::string start : {"<" + name + ">", "<" + name + " "}) {
    auto begin = text.find(start);
    if (begin == text.npos) continue;
    std::string close = "</" + name + ">";
    auto end = text.find(close, begin);
    if (end == text.npos) continue;
    text.replace(begin, end + close.size() - begin, element);
    return;
  }
  bool of_each_line = name.find("{{N}}") != name.npos;
  auto at = text.rfind(of_each_line ? end_of_line : end_of_profile);
  if (at != text.npos) text.insert(at, element + "\n");
}

}  // namespace

std::string with_settings(const std::string& text, const Section& settings, const Model& model) {
  std::string merged = text;
  for (const Section& layer : {settings, settings.section(model.name)}) {
    for (const auto& [name, value] : layer.pairs()) {
      if (belongs_to_the_registration(name)) {
        layer.wrong(name, name + " is each phone's own; it cannot be set here");
      }
      if (!is_parameter_name(replaced(name, "{n}", "1"))) {
        layer.wrong(name, name + " is no name of a parameter");
      }
      if (value != ascii(value) || value.find("{{") != value.npos) {
        layer.wrong(name, "phones read only printable ASCII, and no {{");
      }
      lay_over(merged, replaced(name, "{n}", "{{N}}"), value);
    }
  }
  return merged;
}

}  // namespace spaconf

// Checks the values of phone parameters, by a table of types.
// A check finds values that no phone accepts; it does not interpret tone scripts
// completely.
#include "phone/parameter_type.h"

#include <algorithm>
#include <array>

#include "base/number.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view one_of = "one of ";

/// Does the value have only these characters?
bool only(std::string_view value, std::string_view characters) {
  return value.find_first_not_of(characters) == value.npos;
}

bool is_number(std::string_view value) {
  if (value.starts_with('-')) value.remove_prefix(1);
  return only(value, "0123456789.") && std::ranges::count(value, '.') <= 1 &&
         value.find_first_of(digits) != value.npos;
}

bool is_within(std::string_view value, unsigned least, unsigned most) {
  return whole_number(value, least, most).has_value();
}

bool all_parts(std::string_view value, char separator, bool (*good)(std::string_view)) {
  auto parts = split(value, separator);
  return std::ranges::all_of(parts, [&](const std::string& part) { return good(part); });
}

bool is_seconds(std::string_view value) { return !value.empty() && only(value, digits); }

/// "3600"; "600,1800,3600" for each attempt; "3600+600" with a random part.
/// Source: Linksys SPA Provisioning Guide 3.01, page 43.
bool is_times(std::string_view value) {
  return all_parts(value, ',', [](std::string_view each) {
    return std::ranges::count(each, '+') <= 1 && all_parts(each, '+', is_seconds);
  });
}

bool is_address(std::string_view value) {
  return std::ranges::count(value, '.') == 3 &&
         all_parts(value, '.', [](std::string_view part) { return is_within(part, 0, 255); });
}

/// A name or address with an optional port, or a list of servers for proxies.
bool is_host(std::string_view value) {
  return std::ranges::all_of(value, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("0123456789.-_:=|[]$").find(c) != std::string_view::npos;
  });
}

bool is_balanced(std::string_view value) {
  int depth = 0;
  for (char c : value) {
    if (c == '(') ++depth;
    if (c == ')' && --depth < 0) return false;
  }
  return depth == 0;
}

/// "425@-19;10(.33/.33/1)": frequencies with levels, then the cadence of each.
bool is_tone(std::string_view value) {
  auto end = value.find(';');
  return end != value.npos && is_balanced(value) && only(value, "0123456789.-+@,;()/*") &&
         all_parts(value.substr(0, end), ',', [](std::string_view part) {
           auto at = part.find('@');
           return at != part.npos && is_number(part.substr(0, at)) &&
                  is_number(part.substr(at + 1));
         });
}

bool is_cadence(std::string_view value) {
  return value.find('(') != value.npos && is_balanced(value) && only(value, "0123456789.,;()/*");
}

/// "n=Classic-1;w=3;c=1", "c=r;p=d"
bool is_pairs(std::string_view value) {
  return all_parts(value, ';',
                   [](std::string_view part) { return part.size() > 2 && part[1] == '='; });
}

std::string without_blanks(std::string_view value) { return replaced(value, " ", ""); }

/// "(*xx|x.)", with optional timers before it: "L:8,S:4,(*xx|x.)"; blanks are ignored.
/// Source: Linksys SPA Administration Guide, "Dial Plan".
bool is_dial_plan(std::string_view value) {
  const std::string whole = without_blanks(value);
  std::string_view plan = whole;
  while (plan.starts_with("L:") || plan.starts_with("S:")) {
    const auto comma = std::min(plan.find(','), plan.size());
    const std::string_view seconds = plan.substr(2, comma - 2);
    if (seconds.starts_with('-') || !is_number(seconds)) return false;
    plan.remove_prefix(std::min(comma + 1, plan.size()));
  }
  return plan.starts_with('(') && plan.ends_with(')') && is_balanced(plan);
}

bool is_star_code(std::string_view value) {
  return value.find_first_of("*#") == 0 && only(value, "0123456789*#");
}

bool is_hex_byte(std::string_view value) {
  return value.starts_with("0x") && value.size() > 2 && value.size() <= 4 &&
         only(value.substr(2), "0123456789abcdefABCDEF");
}

/// "1:00", "-0:30"
bool is_offset(std::string_view value) {
  if (value.starts_with('-')) value.remove_prefix(1);
  auto colon = value.find(':');
  return colon != value.npos && is_within(value.substr(0, colon), 0, 23) &&
         is_within(value.substr(colon + 1), 0, 59);
}

/// With blanks, and with a plus sign before the saved time, as in the vendor's guide.
bool is_daylight_rule(std::string_view value) {
  const std::string rule = without_blanks(value);
  return rule.starts_with("start=") && rule.find(";end=") != rule.npos &&
         rule.find(";save=") != rule.npos && only(rule, "startendave=0123456789/-+:;");
}

bool is_printable(std::string_view value) {
  return std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_text(std::string_view) { return true; }

struct Look {
  std::string_view name;
  bool (*good)(std::string_view value);
  const char *is, *may_be;  ///< Said of a wrong value, and of the type; to be translated
};

// Lengths by the Linksys administration guide of firmware 5.1, page 59.
constexpr std::array looks = {
    Look{"yes-no", [](std::string_view v) { return v == "Yes" || v == "No"; }, N_("is Yes or No"),
         N_("Yes or No")},
    Look{"number", is_number, N_("is a number"), N_("a number")},
    Look{"port", [](std::string_view v) { return is_within(v, 1, 65535); },
         N_("is a port, 1 to 65535"), N_("a port, 1 to 65535")},
    Look{"hex byte", is_hex_byte, N_("is a byte like 0x68"), N_("a byte like 0x68")},
    Look{"times", is_times, N_("is seconds, like 3600, 600,1800 or 3600+600"),
         N_("seconds, like 3600, 600,1800 or 3600+600")},
    Look{"offset", is_offset, N_("is hours and minutes, like 1:00 or -0:30"),
         N_("hours and minutes, like 1:00 or -0:30")},
    Look{"daylight", is_daylight_rule,
         N_("is a rule like start=3/-1/7/2:0:0;end=10/-1/7/3:0:0;save=1"),
         N_("a rule like start=3/-1/7/2:0:0;end=10/-1/7/3:0:0;save=1")},
    Look{"address", is_address, N_("is an IP address"), N_("an IP address")},
    Look{"host", is_host, N_("is a server's name or address"), N_("a server's name or address")},
    Look{"phone", [](std::string_view v) { return v.size() <= 39; },
         N_("has at most 39 characters"), N_("text")},
    Look{"user", [](std::string_view v) { return v.size() <= 63; }, N_("has at most 63 characters"),
         N_("text")},
    Look{"star code", is_star_code, N_("is a code like *72"), N_("a code like *72")},
    Look{"tone", is_tone, N_("is a tone like 425@-19;10(.33/.33/1)"),
         N_("a tone like 425@-19;10(.33/.33/1)")},
    Look{"cadence", is_cadence, N_("is a cadence like 60(2/4)"), N_("a cadence like 60(2/4)")},
    Look{"ring", is_pairs, N_("is a ring like n=Classic-1;w=3;c=1"),
         N_("a ring like n=Classic-1;w=3;c=1")},
    Look{"led", is_pairs, N_("is a pattern like c=r;p=d"), N_("a pattern like c=r;p=d")},
    Look{"dial plan", is_dial_plan, N_("is a dial plan in brackets, like (*xx|x.)"),
         N_("a dial plan in brackets, like (*xx|x.)")},
    Look{"rule", is_balanced, N_("has unbalanced brackets"), N_("text")},
    Look{"text", is_text, "", N_("text")},
    Look{"secret", is_text, "", N_("text")},
    Look{"status", [](std::string_view) { return false; },
         N_("is reported by the phone and cannot be set"),
         N_("reported by the phone and cannot be set")},
};

std::string_view without_mark(std::string_view name) {
  return name.ends_with('?') ? name.substr(0, name.size() - 1) : name;
}

const Look* find_look(std::string_view name) {
  auto found = std::ranges::find(looks, without_mark(name), &Look::name);
  return found == looks.end() ? nullptr : &*found;
}

/// "A | B" of "one of A | B".
std::string_view choices_of(std::string_view type) { return type.substr(one_of.size()); }

bool is_choice(std::string_view choices, std::string_view value) {
  constexpr std::string_view between = " | ";
  for (;;) {
    auto end = choices.find(between);
    if (choices.substr(0, end) == value) return true;
    if (end == choices.npos) return false;
    choices.remove_prefix(end + between.size());
  }
}

}  // namespace

bool ParameterType::exists(std::string_view name) {
  return name.starts_with(one_of) || find_look(name);
}

ParameterType::ParameterType(std::string_view name)
    : name_(without_mark(name)),
      may_be_empty_(name.ends_with('?') || name == "text" || name == "secret") {}

std::string ParameterType::written(std::string_view value) const {
  return name_ == "daylight" ? without_blanks(value) : std::string(value);
}

std::string ParameterType::words() const {
  if (!name_.starts_with(one_of)) return _(find_look(name_)->may_be);
  return sentence(_("one of {choices}"), {{"choices", choices_of(name_)}});
}

std::string ParameterType::error(std::string_view value) const {
  if (is_status()) return _(find_look(name_)->is);
  // Phones strip blanks around a value and accept only ASCII. Source: Linksys SPA
  // Provisioning Guide 3.01, page 29.
  if (!is_printable(value) || value != trim(value))
    return _("has characters that phones do not accept; use printable ASCII only");
  if (value.find("{{") != value.npos) {
    return _("contains {{, which marks placeholders in templates");
  }
  if (value.empty()) return may_be_empty_ ? "" : _("must not be empty");
  if (name_.starts_with(one_of)) {
    if (is_choice(choices_of(name_), value)) return "";
    return sentence(_("is one of {choices}"), {{"choices", choices_of(name_)}});
  }
  const Look* look = find_look(name_);
  return look->good(value) ? "" : _(look->is);
}

}  // namespace spaconf

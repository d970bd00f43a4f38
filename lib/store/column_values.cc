// Converts between our values and database columns.
#include "store/column_values.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"

namespace spaconf {
namespace {

/// The width of the columns for reasons, in characters.
constexpr std::size_t longest_reason = 500;
/// A column of type TEXT has room for 65,535 bytes, and a character has up to four.
constexpr std::size_t longest_text = 16'000;
/// Begins the line of a setting; no name begins with it.
constexpr std::string_view unchecked_mark = "?";

}  // namespace

std::string joined(const std::vector<std::string>& words) { return joined(words, " "); }

std::vector<std::string> words(const std::string& text) {
  if (text.empty()) return {};
  return split(text, ' ');
}

std::string joined(const std::vector<Setting>& settings) {
  std::string text;
  for (const Setting& each : settings) {
    if (each.is_unchecked) text += unchecked_mark;
    text += each.name + " " + each.value + "\n";
  }
  return text;
}

std::vector<Setting> settings_in(const std::string& text) {
  std::vector<Setting> settings;
  if (text.empty()) return settings;
  for (const std::string& line : split(text, '\n')) {
    auto blank = line.find(' ');
    if (blank == line.npos) continue;
    const bool is_unchecked = line.starts_with(unchecked_mark);
    const std::size_t begin = is_unchecked ? unchecked_mark.size() : 0;
    settings.push_back({line.substr(begin, blank - begin), line.substr(blank + 1), is_unchecked});
  }
  return settings;
}

std::string truncate_text(const std::string& text) {
  return std::string(beginning(only_utf8(text), longest_text));
}

std::string truncate_reason(const std::string& reason) {
  return std::string(beginning(only_utf8(reason), longest_reason));
}

int place_of(const std::string& state, std::span<const std::string_view> states) {
  const auto found = std::ranges::find(states, state);
  if (found == states.end()) throw std::runtime_error("store: unknown state " + state);
  return static_cast<int>(found - states.begin());
}

AccountState account_state(const std::string& name) {
  return AccountState(place_of(name, account_states));
}

sql::Value mac_or_null(const std::optional<Mac>& mac) {
  if (mac) return mac->plain();
  return nullptr;
}

std::string is_readable() {
  std::string names;
  for (const Model& model : models()) {
    names += (names.empty() ? "'" : ", '") + std::string(model.name) + "'";
  }
  return "(model IN (" + names + ") AND (registration.state <> 'live' OR profile_state = 'none'" +
         " OR registration.mac IS NOT NULL))";
}

std::string account_waits() { return "exchange_state IN ('pending', 'leaving', 'foreign')"; }

std::string has_task(const std::string& kind, const std::string& states) {
  return "EXISTS (SELECT 1 FROM task WHERE registration_id = registration.id AND kind = '" + kind +
         "' AND task.state IN (" + states + "))";
}

}  // namespace spaconf

// Alternatives, then of each: condition, assignments, options, URL.
#include "rule.h"

#include <charconv>
#include <vector>

#include "condition.h"

namespace virtual_phone {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view stripped(std::string_view text) {
  const size_t from = text.find_first_not_of(blanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blanks) - from + 1);
}

/// The place of the first of `wanted` outside of quotation marks and brackets; npos when none.
size_t find_outside(std::string_view text, std::string_view wanted) {
  int depth = 0;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!quoted && depth == 0 && wanted.find(c) != std::string_view::npos) return i;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
  }
  return std::string_view::npos;
}

/// Cuts the text off before the first of `wanted`, and returns the part after it.
std::string_view cut(std::string_view& text, std::string_view wanted) {
  const size_t at = find_outside(text, wanted);
  const std::string_view rest = at == std::string_view::npos ? "" : text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

/// Takes `( … )?` or `( … )!` off the front; empty when the next thing is something else.
std::optional<std::string_view> bracket(std::string_view& text, char mark) {
  text = stripped(text);
  if (!text.starts_with("(")) return std::nullopt;
  const size_t close = find_outside(text.substr(1), ")");
  if (close == std::string_view::npos) throw BadRule("a bracket that is not closed");
  const size_t after = text.find_first_not_of(blanks, close + 2);
  if (after == std::string_view::npos || text[after] != mark) return std::nullopt;
  const std::string_view inside = text.substr(1, close);
  text = text.substr(after + 1);
  return inside;
}

/// `GPP_A = "x" ; GPP_B = "y" ;`
void assign(std::string_view assignments, const Surroundings& surroundings) {
  while (!stripped(assignments).empty()) {
    std::string_view one = assignments;
    assignments = cut(one, ";");
    if (stripped(one).empty()) continue;
    const std::string_view value = stripped(cut(one, "="));
    if (value.size() < 2 || value.front() != '"' || value.back() != '"')
      throw BadRule("not an assignment of a quoted value: " + std::string(one));
    surroundings.assign(std::string(stripped(one)),
                        expanded(value.substr(1, value.size() - 2), surroundings.macros()));
  }
}

std::string_view next_word(std::string_view& text) {
  text = stripped(text);
  size_t end = text.find_first_of(blanks);
  std::string_view word = text.substr(0, end);
  if (text.starts_with("\"")) {
    end = text.find('"', 1);
    if (end == std::string_view::npos) throw BadRule("a quotation mark without its pair");
    word = text.substr(1, end - 1);
    ++end;
  }
  text = end >= text.size() ? "" : text.substr(end);
  return word;
}

/// `--key $SA --post b --alias c`
void read_options(std::string_view options, const Surroundings& surroundings, Command& command) {
  while (!stripped(options).empty()) {
    const std::string_view name = next_word(options);
    const std::string_view value = next_word(options);
    if (name == "--key") {
      Macros all = surroundings.macros();
      all.merge(surroundings.secrets());
      command.key = expanded(value, all);
    } else if (name == "--post") {
      command.post = value;
    } else if (name != "--alias") {
      throw BadRule("no option of this family: " + std::string(name));
    }
  }
}

/// `scheme://server:port/path`, of which all but the path may be missing.
void read_url(std::string_view url, Command& command) {
  if (const size_t colon = url.find("://"); colon != std::string_view::npos) {
    command.scheme = url.substr(0, colon);
    url.remove_prefix(colon + 3);
  }
  if (command.scheme != "tftp" && command.scheme != "http" && command.scheme != "https")
    throw BadRule("no scheme of this family: " + command.scheme);
  const size_t slash = url.find('/');
  if (slash == std::string_view::npos) throw BadRule("no absolute path in " + std::string(url));
  command.path = url.substr(slash);
  std::string_view server = url.substr(0, slash);
  command.port = command.scheme == "tftp" ? 69 : command.scheme == "http" ? 80 : 443;
  if (const size_t colon = server.find(':'); colon != std::string_view::npos) {
    const std::string_view digits = server.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), command.port);
    if (error != std::errc() || end != digits.end())
      throw BadRule("no port: " + std::string(server));
    server = server.substr(0, colon);
  }
  command.host = server;
}

}  // namespace

std::optional<Command> evaluated(std::string_view rule, const Surroundings& surroundings) {
  cut(rule, "#");
  while (!stripped(rule).empty()) {
    std::string_view alternative = rule;
    rule = cut(alternative, "|");
    const auto condition = bracket(alternative, '?');
    if (condition && !holds(*condition, surroundings.macros())) continue;
    while (const auto assignments = bracket(alternative, '!')) assign(*assignments, surroundings);
    Command command;
    alternative = stripped(alternative);
    if (alternative.starts_with("[")) {
      const size_t close = find_outside(alternative.substr(1), "]");
      if (close == std::string_view::npos) throw BadRule("options without an end");
      read_options(alternative.substr(1, close), surroundings, command);
      alternative = stripped(alternative.substr(close + 2));
    }
    if (alternative.empty()) throw BadRule("an alternative without a URL");
    read_url(expanded(alternative, surroundings.macros()), command);
    return command;
  }
  return std::nullopt;
}

}  // namespace virtual_phone

// Finds a key by its section's header and its own line, as people write configuration files.
// toml++ could write a configuration, too, but not keep its comments.
#include "base/config_edit.h"

#include <stdexcept>

#include "base/text.h"

namespace spaconf {
namespace {

/// The section that this line begins; empty for any other line.
std::string_view header_in(std::string_view line) {
  line = trim(line);
  if (!line.starts_with('[') || line.starts_with("[[")) return {};
  return trim(line.substr(1, line.find(']') - 1));
}

/// Where the value begins in a line that assigns `name`; npos for any other line.
std::size_t value_in(std::string_view line, std::string_view name) {
  const auto equals = line.find('=');
  if (equals == line.npos || trim(line.substr(0, equals)) != name) return line.npos;
  return std::min(line.find_first_not_of(" \t", equals + 1), line.size());
}

/// Where a value ends that begins at `begin`; npos when it goes on in the next line.
std::size_t end_of_value(std::string_view line, std::size_t begin) {
  int depth = 0;
  char quote = 0;
  for (std::size_t i = begin; i < line.size(); ++i) {
    const char c = line[i];
    if (quote) {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      if (line.substr(i, 3) == std::string(3, c)) return line.npos;
      quote = c;
    } else if (c == '[') {
      ++depth;
    } else if (c == ']') {
      --depth;
    } else if (depth == 0 && (c == ' ' || c == '\t' || c == '#' || c == '\r')) {
      return i;
    }
  }
  return depth == 0 && !quote ? line.size() : line.npos;
}

}  // namespace

std::string toml_string(std::string_view text) {
  std::string quoted = "\"";
  for (char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (c == '"' || c == '\\') quoted += '\\';
    if (is_control) {
      quoted += "\\u00";
      append_hex(quoted, c);
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::vector<std::string> strings;
  for (const std::string& each : texts) strings.push_back(toml_string(each));
  return "[" + joined(strings, ", ") + "]";
}

std::string with_value(const std::string& text, const std::string& key, const std::string& value) {
  const auto dot = key.rfind('.');
  const std::string section = dot == key.npos ? "" : key.substr(0, dot);
  const std::string name = dot == key.npos ? key : key.substr(dot + 1);
  std::vector<std::string> lines = split(text, '\n');
  std::string here;
  std::size_t first_of_section = section.empty() ? 0 : lines.size() + 1;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (const auto header = header_in(lines[i]); !header.empty()) {
      here = header;
      if (here == section) first_of_section = i + 1;
      continue;
    }
    const auto begin = here == section ? value_in(lines[i], name) : std::string::npos;
    if (begin == std::string::npos) continue;
    const auto end = end_of_value(lines[i], begin);
    if (end == std::string::npos) {
      throw std::runtime_error("the value of " + key + " has several lines, so change it by hand");
    }
    lines[i].replace(begin, end - begin, value);
    return joined(lines, "\n");
  }
  if (first_of_section > lines.size()) {
    if (!lines.back().empty()) lines.emplace_back();
    lines.insert(lines.end() - 1, {"", "[" + section + "]"});
    first_of_section = lines.size() - 1;
  }
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first_of_section), name + " = " + value);
  return joined(lines, "\n");
}

}  // namespace spaconf

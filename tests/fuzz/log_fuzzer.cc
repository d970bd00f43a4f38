// Fuzzes log lines: an event with any values is one line of text.
#include "base/log.h"
#include "base/text.h"
#include "property.h"

using namespace spaconf;

namespace {

int hex_value(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

/// The values of `what key="value" …`, without their escapes.
std::string unescaped(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes += text[i];
      continue;
    }
    fuzz::require(text.size() - i >= 4 && text[i + 1] == 'x', "a backslash begins \\x and a byte");
    bytes += static_cast<char>(hex_value(text[i + 2]) * 16 + hex_value(text[i + 3]));
    i += 3;
  }
  return bytes;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t middle = std::min(text.find('|'), text.size());
  const std::string_view what = text.substr(0, middle), value = text.substr(middle);
  const LogContext context("request", value);
  const std::string line = log_line(what, {{"ref", value}, {"why", text}});
  fuzz::require(!has_controls(line) && is_utf8(line), "a line has no control character");
  fuzz::require(line.find('\n') == line.npos, "a line has no line end");
  const auto parts = split(line, '"');
  fuzz::require(parts.size() == 7, "a value never ends its quotation marks");
  fuzz::require(unescaped(parts[0]) == std::string(what) + " ref=", "the event is there");
  fuzz::require(
      unescaped(parts[1]) == value && unescaped(parts[3]) == text && unescaped(parts[5]) == value,
      "no value loses a byte");
  fuzz::require(parts[2] == " why=" && parts[4] == " request=", "the details are in their order");
  return 0;
}

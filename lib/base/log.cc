// Writes each event with one write(2), so that lines of several workers do not mix.
#include "base/log.h"

#include <unistd.h>

#include "base/text.h"

namespace spaconf {
namespace {

void append_escaped(std::string& line, std::string_view value) {
  bool printable = is_utf8(value) && !has_controls(value);
  for (char c : value) {
    auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || c == '"' || c == '\\' || (byte >= 0x80 && !printable)) {
      line += "\\x";
      append_hex(line, c);
    } else {
      line += c;
    }
  }
}

}  // namespace

std::string log_line(std::string_view what,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> details) {
  std::string line;
  append_escaped(line, what);
  for (const auto& [key, value] : details) {
    line += ' ';
    line += key;
    line += "=\"";
    append_escaped(line, value);
    line += '"';
  }
  return line;
}

void log(std::string_view what,
         std::initializer_list<std::pair<std::string_view, std::string_view>> details) {
  std::string line = "spaconf: " + log_line(what, details) + "\n";
  // A failure to write the log cannot be reported anywhere.
  [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace spaconf

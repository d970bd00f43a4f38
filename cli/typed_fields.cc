// Splits FIELD=VALUE arguments and reads passwords from standard input.
#include "typed_fields.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

#include "registration/form.h"

namespace spaconf::cli {
namespace {

/// Switches the terminal's echo off while it exists.
class HiddenInput {
 public:
  explicit HiddenInput(const std::string& prompt) : is_terminal_(::isatty(STDIN_FILENO)) {
    if (!is_terminal_) return;
    std::fprintf(stderr, "%s: ", prompt.c_str());
    ::tcgetattr(STDIN_FILENO, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;
  ~HiddenInput() {
    if (!is_terminal_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::fputc('\n', stderr);
  }

 private:
  bool is_terminal_;
  termios before_{};
};

std::string line_from_input(const std::string& field) {
  const HiddenInput hidden(field);
  std::string line;
  int c = 0;
  while ((c = std::getchar()) != EOF && c != '\n') line += static_cast<char>(c);
  if (line.empty() && c == EOF) throw std::runtime_error(field + ": end of standard input");
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

Fields fields_in(const std::vector<std::string>& typed) {
  Fields fields;
  for (const std::string& each : typed) {
    const auto end = each.find('=');
    // The argument may be a password, so the message does not repeat it.
    if (end == each.npos) throw std::runtime_error("an argument is not FIELD=VALUE");
    const std::string field = each.substr(0, end), value = each.substr(end + 1);
    const bool is_password = line_of(field) && field.ends_with("_password");
    if (is_password && !value.empty() && value != "-") {
      throw std::runtime_error(
          field + ": every user of this machine can read a command line. Use " + field +
          "=- and enter the password when asked, or pass it on standard input. Change this "
          "password.");
    }
    fields.add(field, is_password && value == "-" ? line_from_input(field) : value);
  }
  return fields;
}

}  // namespace spaconf::cli

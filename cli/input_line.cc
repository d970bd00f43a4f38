// Reads lines from standard input, and switches the terminal's echo off for passwords.
#include "input_line.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace spaconf::cli {
namespace {

/// Switches the terminal's echo off while it exists.
class NoEcho {
 public:
  NoEcho() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::fputc('\n', stderr);
  }

 private:
  termios before_{};
};

std::string next_line(const std::string& prompt) {
  std::string line;
  int c = 0;
  while ((c = std::getchar()) != EOF && c != '\n') line += static_cast<char>(c);
  if (line.empty() && c == EOF) throw std::runtime_error(prompt + ": end of standard input");
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

std::string line_of_input(const std::string& prompt) {
  if (::isatty(STDIN_FILENO)) std::fprintf(stderr, "%s: ", prompt.c_str());
  return next_line(prompt);
}

std::string hidden_line_of_input(const std::string& prompt) {
  if (!::isatty(STDIN_FILENO)) return next_line(prompt);
  std::fprintf(stderr, "%s: ", prompt.c_str());
  const NoEcho hidden;
  return next_line(prompt);
}

}  // namespace spaconf::cli

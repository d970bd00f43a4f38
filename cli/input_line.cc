// Reads lines from standard input, and switches the terminal's echo off for passwords.
#include "input_line.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/signals.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf::cli {
namespace {

/// The terminal without echo. Signals that end the program wait until it is destroyed, which
/// switches the echo on again.
class HiddenInput {
 public:
  HiddenInput() {
    ::sigprocmask(SIG_BLOCK, nullptr, &mask_before_);
    const sigset_t ending = block_signals({SIGHUP, SIGINT, SIGQUIT, SIGTERM});
    signals_ = ::signalfd(-1, &ending, SFD_CLOEXEC);
    ::tcgetattr(STDIN_FILENO, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~tcflag_t(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;
  ~HiddenInput() {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::fputc('\n', stderr);
    ::close(signals_);
    ::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
  }

  /// False at the end of input, and when a signal waits.
  bool read(char& byte) const {
    pollfd waiting[] = {{STDIN_FILENO, POLLIN, 0}, {signals_, POLLIN, 0}};
    while (::poll(waiting, 2, -1) < 0) {
      if (errno != EINTR) return false;
    }
    return !waiting[1].revents && ::read(STDIN_FILENO, &byte, 1) == 1;
  }

 private:
  termios before_{};
  sigset_t mask_before_{};
  int signals_ = -1;
};

std::string next_line(const std::string& prompt) {
  std::string line;
  int c = 0;
  while ((c = std::getchar()) != EOF && c != '\n') line += static_cast<char>(c);
  if (line.empty() && c == EOF) throw EndOfInput(prompt);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

EndOfInput::EndOfInput(const std::string& prompt)
    : std::runtime_error(
          sentence(_("{question}: end of standard input"), {{"question", trim(prompt)}})) {}

std::string line_of_input(const std::string& prompt) {
  if (::isatty(STDIN_FILENO)) std::fprintf(stderr, "%s: ", prompt.c_str());
  return next_line(prompt);
}

std::string hidden_line_of_input(const std::string& prompt) {
  if (!::isatty(STDIN_FILENO)) return next_line(prompt);
  std::fprintf(stderr, "%s: ", prompt.c_str());
  const HiddenInput input;
  std::string line;
  char byte = 0;
  while (input.read(byte) && byte != '\n') line += byte;
  if (byte != '\n') throw EndOfInput(prompt);
  return line;
}

}  // namespace spaconf::cli

// Writes each event with one write(2), so that lines of several workers do not mix.
#include "base/log.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/text.h"

namespace spaconf {
namespace {

void append_escaped(std::string& line, std::string_view value) {
  bool printable = is_utf8(value) && !has_controls(value) && !has_invisible(value);
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

void append_detail(std::string& line, std::string_view key, std::string_view value) {
  line += ' ';
  line += key;
  line += "=\"";
  append_escaped(line, value);
  line += '"';
}

/// The detail that the current LogContext adds to each line, with a blank before it.
std::string context;

/// Is standard error the journal's socket? Source: systemd.exec(5), JOURNAL_STREAM.
bool writes_to_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  if (!stream || ::fstat(STDERR_FILENO, &status) != 0) return false;
  return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) == stream;
}

void write_line(Priority priority, const std::string& text) {
  static const bool has_priorities = writes_to_journal();
  std::string line =
      has_priorities ? "<" + std::to_string(static_cast<int>(priority)) + ">" : std::string();
  line += text + "\n";
  // A failure to write the log cannot be reported anywhere.
  [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

std::string log_line(std::string_view what,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> details) {
  std::string line;
  append_escaped(line, what);
  for (const auto& [key, value] : details) append_detail(line, key, value);
  return line + context;
}

LogContext::LogContext(std::string_view key, std::string_view value)
    : before_(std::exchange(context, "")) {
  append_detail(context, key, value);
}

LogContext::~LogContext() { context = std::move(before_); }

void log(Priority priority, std::string_view what,
         std::initializer_list<std::pair<std::string_view, std::string_view>> details) {
  write_line(priority, "spaconf: " + log_line(what, details));
}

void log_fatal(std::string_view sentence) {
  write_line(Priority::error,
             has_controls(sentence) ? log_line(sentence, {}) : std::string(sentence));
}

}  // namespace spaconf

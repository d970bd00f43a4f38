// Logs events to standard error, one line each, in the journal with a priority.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace spaconf {

/// As in syslog(3).
enum class Priority { error = 3, warning = 4, info = 6 };

/// Writes `what key=value …` as one line. Control characters and bytes that are
/// not UTF-8 are escaped, so a value can never begin a line of its own.
/// A Secret cannot be logged, because values are strings.
void log(Priority priority, std::string_view what,
         std::initializer_list<std::pair<std::string_view, std::string_view>> details = {});
inline void log(std::string_view what,
                std::initializer_list<std::pair<std::string_view, std::string_view>> details = {}) {
  log(Priority::info, what, details);
}
/// Writes a sentence about why the program ends, for a terminal or the journal.
void log_fatal(std::string_view sentence);

/// Adds a detail to every line of this process while it exists; the line's own details come first.
/// Within another one it takes the place of that one.
class LogContext {
 public:
  LogContext(std::string_view key, std::string_view value);
  LogContext(const LogContext&) = delete;
  ~LogContext();

 private:
  std::string before_;
};

/// The line without its end, as log() writes it.
std::string log_line(std::string_view what,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> details);

}  // namespace spaconf

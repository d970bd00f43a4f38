// Parses log lines of TFTP and web servers and of phones.
// Clients control parts of a log line, such as file names and user names. So each word is parsed
// only at the place where the server writes it, counted from the side that clients do not control.
#include "phone/fetch_log.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include "phone/log_time.h"

namespace spaconf {
namespace {

/// No known program writes longer lines.
constexpr std::size_t longest_line = 8192;

/// Removes and returns the part before `separator`, or all of `text` without one.
std::string_view take(std::string_view& text, std::string_view separator) {
  const auto end = text.find(separator);
  std::string_view part = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + separator.size());
  return part;
}

/// Removes `word` from the beginning of `text`, if it is there.
bool skip(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

bool is_address(std::string_view text) {
  const std::string address(text);
  if (address.find('\0') != address.npos) return false;
  unsigned char bytes[sizeof(in6_addr)];
  return inet_pton(AF_INET, address.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, address.c_str(), bytes) == 1;
}

class Log {
 public:
  Log(const std::function<std::string(const Mac&)>& file_name, std::time_t now)
      : file_name_(file_name), now_(now) {}

  void read(std::string_view line) {
    if (line.find(".cfg") != line.npos) {
      if (!read_web(line)) read_syslog(line);
    } else if (line.find(": sending NAK ") != line.npos) {
      forget(line);
    }
  }

  int without_time() const { return without_time_; }

  std::vector<Fetch> fetches() {
    std::vector<Fetch> all;
    for (auto& [fetch, process] : found_) all.push_back(std::move(fetch));
    return all;
  }

 private:
  struct Found {
    Fetch fetch;
    std::string process;  ///< "in.tftpd[7]"; empty for other sources
  };

  /// The phone whose profile has this path.
  std::optional<Mac> owner(std::string_view path) const {
    const auto slash = path.rfind('/');
    const std::string_view file = slash == path.npos ? path : path.substr(slash + 1);
    const auto dot = file.rfind(".cfg");
    if (!file.starts_with("spa") || dot == file.npos || dot < 3) return {};
    const auto mac = Mac::parse(file.substr(3, dot - 3));
    if (!mac || file_name_(*mac) != file) return {};
    return mac;
  }

  void add(const Mac& mac, LogSource source, std::string_view address, std::time_t at,
           std::string_view process = {}) {
    found_.push_back(
        {{mac, source, std::string(address), std::min(at, now_)}, std::string(process)});
  }

  /// The request is between the first quotation marks; servers escape other quotation marks as
  /// \x22.
  bool read_web(std::string_view line) {
    const auto quote = line.find("] \"");
    if (quote == line.npos) return false;
    std::string_view before = line.substr(0, quote), after = line.substr(quote + 3);
    if (before.find('"') != before.npos) return false;
    const auto bracket = before.rfind('[');
    if (bracket == before.npos) return false;
    const auto at = web_log_time(before.substr(bracket + 1));
    std::string_view address = take(before, " ");
    if (!is_address(address)) address = take(before, " ");  // the virtual host came first
    if (!is_address(address)) return false;
    if (!at) return ++without_time_ > 0;
    std::string_view request = take(after, "\"");
    const bool is_get = take(request, " ") == "GET";
    std::string_view path = take(request, " ");
    path = take(path, "?");
    const auto mac = owner(path);
    if (is_get && mac && after.starts_with(" 200 ")) add(*mac, LogSource::http, address, *at);
    return true;
  }

  void read_syslog(std::string_view line) {
    const bool tells =
        line.find("RRQ from ") != line.npos || line.find(" -- Successful resync ") != line.npos;
    const auto at = take_syslog_time(line, now_);
    if (!at) {
      without_time_ += tells;
      return;
    }
    // A host name may precede the phone's message.
    std::string_view host;
    for (int words = 0; words < 3 && !line.empty(); ++words) {
      if (read_tftp(line, *at) || read_phone(line, host, *at)) return;
      std::string_view word = take(line, " ");
      if (is_address(word)) host = word;
    }
  }

  /// "in.tftpd[7]: RRQ from 192.0.2.7 filename config/spa000e08112233.cfg"; in RFC 5424
  /// "in.tftpd 7 - - RRQ …"
  bool read_tftp(std::string_view text, std::time_t at) {
    const std::string_view process = take_process(text);
    if (process.empty() || !skip(text, "RRQ from ")) return false;
    const std::string_view address = take(text, " ");
    if (!skip(text, "filename ") || !is_address(address)) return true;
    if (const auto mac = owner(text)) add(*mac, LogSource::tftp, address, at, process);
    return true;
  }

  /// Removes and returns the TFTP server's process; empty for other programs.
  static std::string_view take_process(std::string_view& text) {
    std::string_view rest = text;
    if (skip(rest, "in.tftpd[") || skip(rest, "tftpd[")) {
      const std::string_view process = take(rest, "]: ");
      text = rest;
      return process;
    }
    if (!skip(rest, "in.tftpd ")) return {};
    const std::string_view process = take(rest, " ");
    if (!skip(rest, "- - ")) return {};
    text = rest;
    return process;
  }

  /// "SPA942 00:0e:08:11:22:33 -- Successful resync tftp://192.0.2.1:69/config/spa….cfg", as
  /// Log_Resync_Success_Msg has it; a log may put a colon after the first word.
  bool read_phone(std::string_view text, std::string_view host, std::time_t at) {
    if (!text.starts_with("SPA")) return false;
    take(text, " ");
    const auto mac = Mac::parse(take(text, " -- "));
    if (!mac || !skip(text, "Successful resync ")) return false;
    if (owner(text) == mac) add(*mac, LogSource::phone, host, at);
    return true;
  }

  /// The server had no such file.
  void forget(std::string_view line) {
    if (!take_syslog_time(line, now_)) return;
    for (int words = 0; words < 2 && !line.empty(); ++words, take(line, " ")) {
      std::string_view text = line;
      const std::string_view process = take_process(text);
      if (process.empty() || !text.starts_with("sending NAK ")) continue;
      std::erase_if(found_, [&](const Found& each) { return each.process == process; });
      return;
    }
  }

  const std::function<std::string(const Mac&)>& file_name_;
  std::time_t now_;
  std::vector<Found> found_;
  int without_time_ = 0;
};

}  // namespace

std::vector<Fetch> fetches_in(std::string_view lines,
                              const std::function<std::string(const Mac&)>& file_name,
                              std::time_t now, int* without_time) {
  Log log(file_name, now);
  while (!lines.empty()) {
    std::string_view line = take(lines, "\n");
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() <= longest_line) log.read(line);
  }
  if (without_time) *without_time = log.without_time();
  return log.fetches();
}

}  // namespace spaconf

// Lines to headers and back. Source: RFC 3261, sections 7 and 8.2.6.
#include "sip_message.h"

#include <strings.h>

#include <charconv>

#include "digest.h"

namespace virtual_phone {
namespace {

bool is_same(const std::string& a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string long_name(const std::string& name) {
  constexpr std::pair<char, std::string_view> names[] = {
      {'v', "Via"},       {'f', "From"},         {'t', "To"},
      {'i', "Call-ID"},   {'m', "Contact"},      {'l', "Content-Length"},
      {'o', "Event"},     {'c', "Content-Type"}, {'e', "Content-Encoding"},
      {'k', "Supported"}, {'s', "Subject"}};
  for (const auto& [letter, whole] : names)
    if (name.size() == 1 && (name[0] | 0x20) == letter) return std::string(whole);
  return name;
}

std::string_view stripped(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The next line without its end.
std::string_view take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? "" : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::optional<SipMessage> SipMessage::parse(std::string_view bytes) {
  SipMessage message;
  message.first_line = take_line(bytes);
  if (message.first_line.find("SIP/2.0") == std::string::npos) return std::nullopt;
  for (std::string_view line; !(line = take_line(bytes)).empty();) {
    if ((line[0] == ' ' || line[0] == '\t') && !message.headers.empty()) {
      message.headers.back().second += " " + std::string(stripped(line));
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    message.headers.emplace_back(long_name(std::string(stripped(line.substr(0, colon)))),
                                 stripped(line.substr(colon + 1)));
  }
  message.body = bytes;
  return message;
}

int SipMessage::status() const {
  int code = 0;
  if (is_response())
    std::from_chars(first_line.data() + 8, first_line.data() + first_line.size(), code);
  return code;
}

std::string SipMessage::method() const {
  return is_response() ? "" : first_line.substr(0, first_line.find(' '));
}

std::string SipMessage::uri() const {
  const size_t from = first_line.find(' ') + 1;
  return first_line.substr(from, first_line.find(' ', from) - from);
}

std::string SipMessage::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (is_same(key, name)) return value;
  return {};
}

std::string SipMessage::text() const {
  std::string all = first_line + "\r\n";
  for (const auto& [name, value] : headers) all += name + ": " + value + "\r\n";
  return all + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

SipMessage response_to(const SipMessage& request, const std::string& status) {
  SipMessage response;
  response.first_line = "SIP/2.0 " + status;
  for (const auto& [name, value] : request.headers) {
    if (is_same(name, "Via") || is_same(name, "From") || is_same(name, "Call-ID") ||
        is_same(name, "CSeq") || is_same(name, "Record-Route"))
      response.headers.emplace_back(name, value);
    if (is_same(name, "To"))
      response.headers.emplace_back(
          name, value.find(";tag=") == std::string::npos ? value + ";tag=" + random_hex(8) : value);
  }
  return response;
}

}  // namespace virtual_phone

// Encodes texts in base64, which every mail server passes on unchanged.
#include "mail/message.h"

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "base/crypto.h"
#include "base/text.h"

namespace spaconf {
namespace {

/// An encoded word has at most 75 characters: 12 around the text, and 45 bytes give 60.
/// Source: RFC 2047, section 2.
constexpr std::size_t longest_word = 45;
/// Source: RFC 5322, section 2.1.1.
constexpr std::size_t longest_plain = 70;
/// 57 bytes give the 76 characters of a line. Source: RFC 2045, section 6.8.
constexpr std::size_t bytes_in_line = 57;

const std::string& checked(const std::string& text) {
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7f' && c != '<' && c != '>'; };
  if (text.empty() || !std::ranges::all_of(text, is_visible)) {
    throw std::invalid_argument("\"" + without_controls(text) +
                                "\" has characters that a mail cannot be sent to");
  }
  return text;
}

/// As many whole characters as fit into one encoded word.
std::string_view first_part(std::string_view text) {
  std::size_t size = std::min(text.size(), longest_word);
  const auto continues = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
  };
  while (size > 1 && continues(size)) --size;
  return text.substr(0, size);
}

/// "Sat, 28 Nov 2026 23:00:00 +0000", in any locale.
std::string date_in_words(std::chrono::system_clock::time_point date) {
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = std::chrono::system_clock::to_time_t(date);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char rest[32];
  std::strftime(rest, sizeof rest, " %Y %H:%M:%S +0000", &utc);
  return std::string(days[utc.tm_wday]) + ", " + std::to_string(utc.tm_mday) + " " +
         months[utc.tm_mon] + rest;
}

std::string encoded_body(std::string_view text) {
  const std::string bytes = replaced(text, "\n", "\r\n");
  std::string body;
  for (std::size_t at = 0; at < bytes.size(); at += bytes_in_line) {
    body += base64(std::string_view(bytes).substr(at, bytes_in_line)) + "\r\n";
  }
  return body;
}

}  // namespace

std::string encoded_header(std::string_view text) {
  std::string line(trim(text));
  std::ranges::replace_if(
      line, [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
  // "=?" would be read as the beginning of an encoded word.
  if (is_ascii(line) && line.size() <= longest_plain && line.find("=?") == line.npos) return line;
  std::string words;
  for (std::string_view rest = line; !rest.empty();) {
    const std::string_view part = first_part(rest);
    words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(part) + "?=";
    rest.remove_prefix(part.size());
  }
  return words;
}

std::string internet_message(const Message& message) {
  return "Date: " + date_in_words(message.date) + "\r\nFrom: <" + checked(message.from) +
         ">\r\nTo: <" + checked(message.to) + ">\r\nSubject: " + encoded_header(message.subject) +
         "\r\nMessage-ID: <" + checked(message.id) +
         ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
         "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         encoded_body(message.text);
}

}  // namespace spaconf

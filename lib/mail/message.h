// Writes mails in the format of the Internet.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace spaconf {

/// A mail to one person. Texts are UTF-8.
struct Message {
  std::string id;       ///< Without "<" and ">"; the same when the mail is sent again
  std::string from;     ///< A mail address
  std::string to;       ///< A mail address
  std::string subject;  ///< One line
  std::string text;
  std::chrono::system_clock::time_point date = std::chrono::system_clock::now();
};

/// A header's value as one or more encoded words, if it is not short and plain ASCII. Control
/// characters, such as line ends, become blanks. Source: RFC 2047.
std::string encoded_header(std::string_view text);

/// The mail with its headers, every line ended by CR and LF. Source: RFC 5322. Throws
/// std::invalid_argument when id or an address contains anything but visible ASCII characters.
std::string internet_message(const Message& message);

}  // namespace spaconf

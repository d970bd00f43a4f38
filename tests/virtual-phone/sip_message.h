// A SIP request or response as text, taken apart no further than a registering phone needs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace virtual_phone {

struct SipMessage {
  std::string first_line;
  std::vector<std::pair<std::string, std::string>> headers;  ///< In order; short names made long
  std::string body;

  /// Empty when the bytes are no SIP message.
  static std::optional<SipMessage> parse(std::string_view bytes);

  bool is_response() const { return first_line.starts_with("SIP/2.0 "); }
  int status() const;          ///< 0 for a request
  std::string method() const;  ///< Empty for a response
  std::string uri() const;

  /// The first header of that name, in any case; empty when there is none.
  std::string header(std::string_view name) const;

  std::string text() const;
};

/// A response to a request, with what must be the same in both and a tag of our own.
SipMessage response_to(const SipMessage& request, const std::string& status);

}  // namespace virtual_phone

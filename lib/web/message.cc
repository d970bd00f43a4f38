// Serializes responses.
// Only this file writes response headers, so that none can be split.
#include "web/message.h"

#include <algorithm>

namespace spaconf::web {
namespace {

constexpr std::size_t usual_head = 1024;  // bytes

void append(std::string& text, std::string_view name, std::string_view value) {
  const auto ends_a_line = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  if (std::ranges::any_of(value, ends_a_line)) {
    throw std::logic_error("a header contains a line end");
  }
  text.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

const char* reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 303: return "See Other";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

std::string serialize(const Response& response) {
  std::string text;
  text.reserve(usual_head + response.body.size());
  append(text, "Status", std::to_string(response.status) + " " + reason_phrase(response.status));
  if (!response.type.empty()) append(text, "Content-Type", response.type);
  // Pages load nothing from other sites, have no inline scripts and cannot be framed. They are not
  // cached, because they are for one user and this moment.
  append(text, "Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  append(text, "X-Content-Type-Options", "nosniff");
  append(text, "Referrer-Policy", "same-origin");
  append(text, "Cache-Control", "no-store");
  for (const auto& [name, value] : response.headers) append(text, name, value);
  text.append("\r\n").append(response.body);
  return text;
}

}  // namespace spaconf::web

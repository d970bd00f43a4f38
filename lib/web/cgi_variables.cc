// Reads CGI variables into a request.
// The path comes from REQUEST_URI, because SCRIPT_NAME and PATH_INFO differ between web servers.
#include "web/cgi_variables.h"

#include <set>

#include "base/number.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf::web {
namespace {

constexpr std::size_t most_parameters = 200;
constexpr std::size_t longest_user = 255;
constexpr std::size_t largest_parameters = 64 << 10;  // bytes, names and values together

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decoded_path(std::string_view path) {
  std::string decoded;
  for (std::size_t i = 0; i < path.size(); ++i) {
    int high = -1, low = -1;
    if (path[i] == '%' && i + 2 < path.size()) {
      high = hex_value(path[i + 1]);
      low = hex_value(path[i + 2]);
    }
    if (high >= 0 && low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += path[i];
    }
  }
  return decoded;
}

/// Only DELETE and what changes nothing may come without a body.
bool needs_length(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

}  // namespace

CgiVariables::CgiVariables(const char* const* list) {
  std::set<std::string_view> doubtful;
  std::size_t count = 0, size = 0;
  for (; list && *list; ++list) {
    std::string_view each = *list;
    size += each.size();
    are_too_many_ = ++count > most_parameters || size > largest_parameters;
    if (are_too_many_) break;
    auto equals = each.find('=');
    if (equals == each.npos) continue;
    const auto name = each.substr(0, equals), value = each.substr(equals + 1);
    auto [found, is_new] = values_.try_emplace(name, value);
    if (!is_new && found->second != value) doubtful.insert(name);
  }
  for (std::string_view each : doubtful) values_.erase(each);
}

std::string CgiVariables::operator[](std::string_view name) const {
  auto found = values_.find(name);
  return found == values_.end() ? "" : std::string(found->second);
}

Request read_head(const CgiVariables& parameters, const std::string& base_path) {
  if (parameters.are_too_many()) {
    throw Refused(400, N_("The request has too many headers."));
  }
  Request request;
  request.method = parameters["REQUEST_METHOD"];
  std::string uri = parameters["REQUEST_URI"];
  auto mark = uri.find('?');
  if (mark != uri.npos) request.query = uri.substr(mark + 1);
  std::string path = decoded_path(uri.substr(0, mark));
  if (!path.starts_with(base_path) || !is_utf8(path) || has_controls(path)) {
    throw Refused(404, N_("There is no such page."));
  }
  request.path = path.substr(base_path.size());
  request.content_type = parameters["CONTENT_TYPE"];
  request.origin = parameters["HTTP_ORIGIN"];
  request.fetch_site = parameters["HTTP_SEC_FETCH_SITE"];
  request.authorization = parameters["HTTP_AUTHORIZATION"];
  request.remote_address = parameters["REMOTE_ADDR"];
  request.idempotency_key = parameters["HTTP_IDEMPOTENCY_KEY"];
  request.if_match = parameters["HTTP_IF_MATCH"];
  request.if_none_match = parameters["HTTP_IF_NONE_MATCH"];
  request.cookie = parameters["HTTP_COOKIE"];
  request.accept_language = parameters["HTTP_ACCEPT_LANGUAGE"];
  // Stock nginx passes any name a client puts into an Authorization header. Only
  // our snippet sets the marker, inside the location that checked the password.
  request.authenticated = parameters["SPACONF_AUTHENTICATED"] == "yes";
  if (request.authenticated) request.user = parameters["REMOTE_USER"];
  if (!is_utf8(request.user) || has_controls(request.user) || request.user.size() > longest_user) {
    request.user.clear();
  }
  // A web server verifies certificates for any purpose; only in the API's location its
  // administrator says that they name clients. Clients cannot set variables without HTTP_.
  if (parameters["SPACONF_CLIENT_CERTIFICATE"] == "yes" &&
      parameters["SSL_CLIENT_VERIFY"] == "SUCCESS" && is_utf8(parameters["SSL_CLIENT_S_DN"])) {
    request.certificate = parameters["SSL_CLIENT_S_DN"];
  }
  return request;
}

std::string read_body(const CgiVariables& parameters, std::size_t largest, const ReadBody& read) {
  std::string announced = parameters["CONTENT_LENGTH"];
  if (announced.empty() && needs_length(parameters["REQUEST_METHOD"])) {
    throw Refused(411, N_("The request has no Content-Length."));
  }
  if (announced.empty()) return "";
  if (announced.find_first_not_of("0123456789") != announced.npos) {
    throw Refused(400, N_("The request's Content-Length is not a number."));
  }
  const auto length = whole_number(announced, 0, static_cast<std::int64_t>(largest));
  if (!length) throw Refused(413, N_("The request is too large."));
  std::string body(static_cast<std::size_t>(*length), '\0');
  for (std::size_t have = 0; have < body.size();) {
    int got = read(body.data() + have, static_cast<int>(body.size() - have));
    if (got <= 0) throw Refused(400, N_("The request ended before its announced length."));
    have += static_cast<std::size_t>(got);
  }
  return body;
}

}  // namespace spaconf::web

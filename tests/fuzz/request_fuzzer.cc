// Fuzzes requests: lines of "NAME=value" as the web server passes them, an empty line, the body.
#include "base/login.h"
#include "base/network.h"
#include "base/text.h"
#include "person/distinguished_name.h"
#include "property.h"
#include "web/cgi_variables.h"
#include "web/fields.h"
#include "web/origin.h"
#include "web/path_pattern.h"
#include "web/request_id.h"

using namespace spaconf;

namespace {

constexpr std::size_t largest = 100;

/// A user is authenticated, and a path and the redirection to it are harmless.
void check(const web::Request& request) {
  fuzz::require(request.user.empty() || request.authenticated,
                "only an authenticated user has a name");
  fuzz::require(is_utf8(request.user) && !has_controls(request.user), "a user's name is text");
  fuzz::require(is_utf8(request.path) && !has_controls(request.path), "a path is text");
  const std::string page = web::serialize(web::see_other("/spaconf" + request.path));
  fuzz::require(split(page.substr(0, page.find("\r\n\r\n")), '\n').size() == 6,
                "a path adds no header");
  web::matches_path("/phones/*", request.path);
  web::accepts_method("GET, POST", request.method);
}

/// One spelling of a value is its own spelling.
void check_spellings(const web::Request& request) {
  if (const auto origin = web::normalized_origin(request.origin)) {
    fuzz::require(web::normalized_origin(*origin) == origin, "an origin has one spelling");
  }
  if (const auto name = normalized_name(request.certificate)) {
    fuzz::require(normalized_name(*name) == name && is_ascii(*name), "a name has one spelling");
  }
  const std::string login = login_key(request.user);
  fuzz::require(login_key(login) == login, "a login has one spelling");
  if (const auto network = Network::parse(request.remote_address)) {
    const auto again = Network::parse(network->text());
    fuzz::require(again && again->text() == network->text(), "a network has one spelling");
  }
}

void read_query(const web::Request& request) try {
  const Fields fields = web::query_fields(request);
  for (const auto& [name, value] : fields.all()) {
    fuzz::require(is_utf8(value) && !has_controls(name), "fields are text");
  }
} catch (const web::Refused& refused) {
  fuzz::require(refused.status() == 400, "a query that is wrong is a bad request");
}

void read(const std::vector<const char*>& variables, std::string_view body) try {
  const web::CgiVariables parameters(variables.data());
  const std::string id = web::request_id(parameters["UNIQUE_ID"]);
  fuzz::require(id.size() >= 8 && id.size() <= 64 && !has_controls(id), "a request has an id");
  const web::Request request = web::read_head(parameters, "/spaconf");
  check(request);
  check_spellings(request);
  read_query(request);
  std::size_t at = 0;
  const std::string read = web::read_body(parameters, largest, [&](char* to, int size) {
    const std::size_t count = body.copy(to, std::min<std::size_t>(std::size_t(size), 7), at);
    at += count;
    return static_cast<int>(count);
  });
  fuzz::require(read.size() <= largest && body.starts_with(read), "a body is what was sent");
} catch (const web::Refused& refused) {
  const int status = refused.status();
  fuzz::require(status == 400 || status == 404 || status == 411 || status == 413,
                "a request is refused by its status");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::size_t end = std::min(text.find("\n\n"), text.size());
  const std::vector<std::string> lines = split(text.substr(0, end), '\n');
  std::vector<const char*> variables;
  for (const std::string& line : lines) variables.push_back(line.c_str());
  variables.push_back(nullptr);
  read(variables, text.substr(std::min(end + 2, text.size())));
  return 0;
}

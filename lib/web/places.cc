// Reads sockets, numbers of processes and the base path.
#include "web/places.h"

namespace spaconf::web {
namespace {

Place place(const Section& web, const std::string& program, const std::string& socket) {
  return {socket, web.number(program + "_workers", 8, 1, 256)};
}

}  // namespace

// A configuration from before the API has no key for its socket.
Places::Places(const Section& web)
    : form(place(web, "form", web.text("form_socket"))),
      submit(place(web, "submit", web.text("submit_socket"))),
      api(place(web, "api", web.text("api_socket", "/run/spaconf/api.sock"))),
      api_requests_per_minute(web.number("api_requests_per_minute", 600, 1, 100'000)),
      api_burst(web.number("api_burst", 100, 1, 10'000)) {}

std::string base_path_in(const Section& web) {
  std::string path = web.text("base_path");
  if (path.empty() || path.front() != '/' || path.back() == '/') {
    web.wrong("base_path", "base_path must begin with / and must not end with /");
  }
  return path;
}

}  // namespace spaconf::web

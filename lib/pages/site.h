// The services that pages use, and the program that serves the pages.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/metrics_text.h"
#include "base/template.h"
#include "pages/kept_parts.h"
#include "registration/services.h"
#include "ticket/ticket_system.h"
#include "web/identity.h"
#include "web/program.h"
#include "web/request_counters.h"

namespace spaconf {

class SentForm;

/// The services and settings that every page may use.
struct Site {
  /// `program` as Services has it.
  explicit Site(const Config& config, std::string_view program = "");

  std::string base_path;  ///< "/spaconf"
  Services services;
  web::Identity identity;
  TicketAddress ticket_address;
  KeptParts kept_parts;  ///< Of the registration form
  /// Adds the metrics of this program's requests.
  std::function<void(MetricsText&)> write_request_metrics;
};

/// One page: its method and path, the role it requires, and its function.
struct Route {
  std::string_view method;  ///< "GET", which includes HEAD, "POST" or both: "GET, POST"
  /// Below the base path; "*" matches any single part: "/phones/*", and "{action}" the name of an
  /// action of registration/actions.h.
  std::string_view path;
  web::Role least;  ///< Role::none needs no login
  web::Response (*show)(Site& site, const web::Request& request);
  /// Instead of `show`, for a form that is shown again when something is wrong with it.
  std::unique_ptr<SentForm> (*form)(Site& site, const web::Request& request) = nullptr;
  std::size_t largest_body = web::largest_form;  ///< In bytes
};

/// The program that shows pages: form.fcgi. Throws Misconfigured. `counters` outlive it.
std::unique_ptr<web::Program> make_form_program(const std::filesystem::path& config,
                                                web::RequestCounters& counters);
/// The program that carries out forms: submit.fcgi. Throws Misconfigured. `counters` outlive it.
std::unique_ptr<web::Program> make_submit_program(const std::filesystem::path& config,
                                                  web::RequestCounters& counters);

/// A page being filled: the common frame around one template of pages/.
class Page {
 public:
  /// `title` is the title and the heading of the page.
  Page(const Site& site, std::string_view file, std::string_view title);

  /// The values of the page's own template; BASE is already set.
  Values& values() { return body_; }
  /// Shows the user and the other languages in the frame.
  void is_for(const web::Request& request);
  /// Makes the title begin with "Error: ", as screen readers need it.
  void is_about_errors() { title_ = sentence(_("Error: {title}"), {{"title", title_}}); }
  web::Response response(int status = 200);

 private:
  const Site& site_;
  std::string title_;
  Values frame_, body_;
};

}  // namespace spaconf

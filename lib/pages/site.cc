// Finds the page for a request in the tables of pages.
#include "pages/site.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <span>

#include "base/error.h"
#include "base/local_time.h"
#include "base/translation.h"
#include "pages/bulk_page.h"
#include "pages/change_page.h"
#include "pages/export_page.h"
#include "pages/form_page.h"
#include "pages/health_page.h"
#include "pages/history_page.h"
#include "pages/home_page.h"
#include "pages/import_page.h"
#include "pages/job_form.h"
#include "pages/job_list_page.h"
#include "pages/job_page.h"
#include "pages/label_page.h"
#include "pages/language_page.h"
#include "pages/list_page.h"
#include "pages/metrics_page.h"
#include "pages/phone_page.h"
#include "pages/register_page.h"
#include "pages/resync_page.h"
#include "pages/retry_page.h"
#include "pages/review_page.h"
#include "pages/scan_page.h"
#include "pages/scan_start_page.h"
#include "registration/actions.h"
#include "web/path_pattern.h"
#include "web/places.h"
#include "web/preferred_language.h"

namespace spaconf {
namespace {

using web::Role;

/// How long a page usually is, in bytes. A longer one is copied as it grows.
constexpr std::size_t usual_length = 20 << 10;

constexpr Route form_routes[] = {
    {"GET", "/", Role::reader, home_page},
    {"GET, POST", "/form", Role::registrar, form_page},
    {"GET", "/phones", Role::reader, list_page},
    {"GET", "/phones.csv", Role::reader, export_page},
    {"GET", "/phones/*/history", Role::reader, history_page},
    {"GET", "/phones/*/profile", Role::reader, profile_page},
    {"GET", "/phones/*/label", Role::reader, label_page},
    {"GET", "/phones/*/*", Role::registrar, change_form_page},
    {"GET", "/phones/*", Role::reader, phone_page},
    {"GET", "/scan", Role::registrar, scan_start_page},
    {"GET", "/scan/*", Role::registrar, scan_page},
    {"GET", "/scan/*/labels", Role::registrar, labels_page},
    {"GET", "/review", Role::reader, review_page},
    {"GET", "/bulk", Role::registrar, bulk_page},
    {"GET", "/import", Role::registrar, import_page},
    {"GET", "/import/example.csv", Role::registrar, example_table},
    {"GET", "/jobs", Role::registrar, job_list_page},
    {"GET", "/jobs/*", Role::registrar, job_page},
    {"GET", "/jobs/*/rejected.csv", Role::registrar, rejected_rows},
    {"POST", "/language", Role::none, language_page},
    {"GET", "/healthz", Role::none, health_page},
    {"GET", "/readyz", Role::none, ready_page},
    {"GET", "/metrics", Role::none, metrics_page},
};

constexpr Route submit_routes[] = {
    {"POST", "/submit/register", Role::registrar, nullptr, sent_registration},
    {"POST", "/submit/scan", Role::registrar, nullptr, sent_scan_start},
    {"POST", "/submit/box", Role::registrar, nullptr, sent_box},
    {"POST", "/submit/retry", Role::registrar, retry_page},
    {"POST", "/submit/resync", Role::registrar, resync_page},
    {"POST", "/submit/show", Role::registrar, show_profile_page},
    {"POST", "/submit/import", Role::registrar, sent_table, nullptr, largest_upload},
    {"POST", "/submit/bulk", Role::registrar, sent_bulk_action},
    {"POST", "/submit/job", Role::registrar, sent_job_step},
    {"POST", "/submit/{action}", Role::registrar, nullptr, sent_change},
    {"GET", "/submit/readyz", Role::none, ready_page},
    {"GET", "/submit/metrics", Role::none, request_metrics_page},
};

static_assert(std::size(form_routes) < web::RequestCounters::most_routes);
static_assert(std::size(submit_routes) < web::RequestCounters::most_routes);

/// {action} at the end of a route's path matches the name of an action.
bool leads_to(const Route& route, std::string_view path) {
  constexpr std::string_view action = "{action}";
  std::string_view rest = route.path;
  if (rest.ends_with(action)) {
    const auto last = path.rfind('/') + 1;
    if (!find_action(path.substr(last))) return false;
    rest.remove_suffix(action.size());
    path = path.substr(0, last);
  }
  return web::matches_path(rest, path);
}

class SiteProgram : public web::Program {
 public:
  SiteProgram(const Config& config, std::string_view name, const web::Place& place,
              std::span<const Route> routes, web::RequestCounters& counters)
      : site_(config, name), place_(place), routes_(routes), counters_(counters) {
    const std::string time_zone = time_zone_in(config.section("web"));
    config.refuse_unknown_keys();
    use_time_zone(time_zone);
    // The label of a request is its route, never its path, which a client can choose.
    std::vector<std::string_view> names;
    for (const Route& route : routes) names.push_back(route.path);
    names.push_back("none");
    site_.write_request_metrics = [name, names, &counters](MetricsText& metrics) {
      counters.write(metrics, name, names);
    };
  }

  /// A large body is not read for a request that is refused anyway.
  std::optional<web::Response> refuse(const web::Request& head) override {
    use_language(web::preferred_language(head, site_language()));
    const auto route = route_of(head.path);
    if (route == routes_.end() || route->largest_body == web::largest_form) return {};
    site_.services.deadline.set(request_time);
    site_.identity.require(known(head), route->least);
    site_.identity.verify_origin(head);
    return {};
  }

  web::Response answer(const web::Request& received) override {
    const web::Request request = known(received);
    const auto route = route_of(request.path);
    if (route == routes_.end()) throw web::Refused(404, N_("There is no such page."));
    if (!web::accepts_method(route->method, request.method)) {
      const std::string allowed(route->method);
      throw web::Refused(405, N_("This address only accepts {methods}."), {{"methods", allowed}},
                         allowed);
    }
    return shown(*route, request);
  }

  web::Response problem(const std::string& id, int status, const std::string& sentence) override {
    Page page(site_, "pages/problem.tpl",
              status == 503 ? _("Temporarily unavailable") : _("Request failed"));
    page.is_about_errors();
    page.values().set("SENTENCE", sentence);
    if (status >= 500) page.values().show_if("REFERENCE", id);
    return page.response(status);
  }

  void count(const web::Request& request, int status,
             std::chrono::microseconds time) noexcept override {
    const auto route = route_of(request.path) - routes_.begin();
    counters_.count(static_cast<std::size_t>(route), status, time);
  }

  /// A request that cannot be read gets its problem in the site's language.
  void prepare_for_next() noexcept override {
    use_language(site_language());
    site_.services.prepare_for_next();
  }

  std::string base_path() const override { return site_.base_path; }
  std::filesystem::path socket() const override { return place_.socket; }
  std::size_t largest_body(const std::string& path) const override {
    const auto route = route_of(path);
    return route == routes_.end() ? web::largest_form : route->largest_body;
  }
  int workers() const override { return place_.workers; }
  std::vector<std::string> warnings() const override { return site_.services.profiles.warnings(); }

 private:
  /// The page that the path leads to; one past the last when there is none.
  std::span<const Route>::iterator route_of(std::string_view path) const {
    return std::ranges::find_if(routes_, [&](const Route& route) { return leads_to(route, path); });
  }

  /// With the user's login as the lists and the directory spell it.
  web::Request known(web::Request request) const {
    request.user = site_.identity.login_of(request.user);
    return request;
  }

  web::Response shown(const Route& route, const web::Request& request) {
    site_.services.deadline.set(request_time);
    if (route.form) return submitted(site_, request, route.least, *route.form(site_, request));
    site_.identity.require(request, route.least);
    return route.show(site_, request);
  }

  Site site_;
  web::Place place_;
  std::span<const Route> routes_;
  web::RequestCounters& counters_;
};

}  // namespace

Site::Site(const Config& config, std::string_view program)
    : base_path(web::base_path_in(config.section("web"))),
      services(config, program),
      identity(config.section("web"),
               [this](const std::string& user, const std::vector<std::string>& groups) {
                 return services.directory->groups_of(user, groups);
               }),
      ticket_address(make_ticket_address(config.section("ticket"))) {}

std::unique_ptr<web::Program> make_form_program(const std::filesystem::path& file,
                                                web::RequestCounters& counters) {
  const Config config(file);
  return std::make_unique<SiteProgram>(config, "form", web::Places(config.section("web")).form,
                                       form_routes, counters);
}

std::unique_ptr<web::Program> make_submit_program(const std::filesystem::path& file,
                                                  web::RequestCounters& counters) {
  const Config config(file);
  return std::make_unique<SiteProgram>(config, "submit", web::Places(config.section("web")).submit,
                                       submit_routes, counters);
}

Page::Page(const Site& site, std::string_view file, std::string_view title)
    : site_(site), title_(title), body_(frame_.include("BODY", file)) {
  frame_.set("BASE", site.base_path);
  body_.set("BASE", site.base_path);
  body_.set("HEADING", title);
}

void Page::is_for(const web::Request& request) {
  frame_.show_if("USER", request.user);
  show_language_switch(frame_, request);
}

web::Response Page::response(int status) {
  frame_.set("TITLE", title_);
  return {.status = status,
          .body = site_.services.templates.fill("pages/frame.tpl", frame_, usual_length),
          .headers = {{"Content-Language", std::string(language().code)},
                      {"Vary", "Cookie, Accept-Language"}}};
}

}  // namespace spaconf

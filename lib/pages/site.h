// What every page may use, and the program that shows them.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/template.h"
#include "registration/services.h"
#include "web/identity.h"
#include "web/program.h"

namespace spaconf {

/// What every page may use.
struct Site {
  explicit Site(const Config& config);

  std::string base_path;  ///< "/spaconf"
  Services services;
  web::Identity identity;
  std::string ticket_url;  ///< Where people look at tickets: "https://rt.example.org"
};

/// One page: a request path, who may see it, and what makes it.
struct Route {
  std::string_view path;  ///< Below the base path; "*" stands for any one part: "/phones/*"
  web::Role least;        ///< Role::none needs no login
  web::Response (*show)(Site& site, const web::Request& request);
  /// What is shown instead when a service does not answer, as `sentence` says: the form with all
  /// that was typed. It asks no service. Null when nothing was typed.
  web::Response (*show_again)(Site& site, const web::Request& request,
                              const std::string& sentence) = nullptr;
};

/// The program of the pages: form.fcgi. Throws Misconfigured.
std::unique_ptr<web::Program> make_form_program(const std::filesystem::path& config);
/// The program of everything that has an effect: submit.fcgi. Throws Misconfigured.
std::unique_ptr<web::Program> make_submit_program(const std::filesystem::path& config);

/// A page in the making: the common frame around one template of pages/.
class Page {
 public:
  /// `title` is what the browser's tab and the heading say.
  Page(const Site& site, std::string_view file, std::string_view title);

  /// What the page's own template is filled with; BASE is set already.
  Values& values() { return body_; }
  /// Says whose page it is.
  void is_for(const web::Request& request);
  /// Makes the title begin with "Error: ", as screen readers need it.
  void is_about_errors() { title_ = "Error: " + title_; }
  web::Response response(int status = 200);

 private:
  const Site& site_;
  std::string title_;
  Values frame_, body_;
};

}  // namespace spaconf

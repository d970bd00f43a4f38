// Fetches pages of each origin that show whether the web server reaches the three programs as it
// must.
#include "examine_pages.h"

#include <chrono>
#include <string_view>

#include "base/error.h"
#include "base/http.h"
#include "base/translation.h"

namespace spaconf::cli {
namespace {

constexpr std::chrono::seconds connect_time{3}, answer_time{10};

class PagesExamination {
 public:
  PagesExamination(const Section& web, const std::string& ca_file, bool has_api,
                   Examination& examination)
      : base_(web.text("base_path")),
        has_api_(has_api),
        client_("web server", ca_file, connect_time, answer_time),
        examination_(examination) {}

  /// True when form.fcgi answers.
  bool of(const std::string& origin) try {
    const std::string health = origin + base_ + "/healthz";
    const http::Reply reply = fetch_local(health);
    if (reply.status == 200 && reply.body.starts_with("ok")) {
      good(health, answers("form.fcgi"));
      examine_login(origin + base_ + "/");
      examine_submit(origin + base_ + "/submit/readyz");
      examine_api(origin + base_ + "/api/v1/registrations");
      return true;
    }
    bad(health, meaning_of(reply.status, "form.fcgi"));
    return false;
  } catch (const Unavailable& error) {
    bad(origin, error.what());
    return false;
  }

 private:
  /// The name may lead to an address of this machine that the web server does not take for local.
  http::Reply fetch_local(const std::string& url) {
    const http::Reply reply = client_.send({.url = url, .headers = {}, .body = {}});
    if (reply.status != 403) return reply;
    try {
      return client_.send({.url = url, .headers = {}, .body = {}, .address = "127.0.0.1"});
    } catch (const Unavailable&) {
      return reply;
    }
  }

  static std::string meaning_of(long status, const std::string& program) {
    const auto said = [&](const char* message) {
      return sentence(message, {{"status", status}, {"program", program}});
    };
    if (status >= 300 && status < 400) {
      return said(
          _("status {status}, a redirection: `origins` must be the address that browsers end "
            "at"));
    }
    switch (status) {
      case 401:
        return said(
            _("status {status}: the web server's file for spaconf is older or was changed; the "
              "health pages need no login"));
      case 403:
        return said(
            _("status {status}: the web server does not show the health pages to this machine "
              "at 127.0.0.1; compare with the file that spaconf ships"));
      case 404:
        return said(
            _("status {status}: the web server does not know spaconf there: include "
              "snippets/spaconf.conf (nginx) or a2enconf spaconf-proxy (Apache)"));
      case 502:
      case 503:
      case 504:
        return said(
            _("status {status}: the web server does not reach {program}; its user must be in "
              "the socket's group"));
      default: return said(_("status {status} instead of 200"));
    }
  }

  /// Without a login no request may get through, least of all with a name of its own choice.
  void examine_login(const std::string& page) {
    const http::Reply plain = client_.send({.url = page, .headers = {}, .body = {}});
    const http::Reply named =
        client_.send({.url = page,
                      .headers = {{"Authorization", "Basic cm9vdDpub3QgdGhlIHBhc3N3b3Jk"}},
                      .body = {}});
    if (plain.status == 200 || named.status == 200) {
      bad(page, _("everybody sees the pages, without a login"));
    } else if (is_our_refusal(plain) || is_our_refusal(named)) {
      bad(page,
          _("the web server asks for no login, or does not pass SPACONF_AUTHENTICATED; compare "
            "with the file that spaconf ships"));
    } else {
      good(page, sentence(_("asks for a login (status {status})"), {{"status", plain.status}}));
    }
  }

  /// 503 is an answer, too, when it names the services: the first part of doctor has reported them.
  void examine_submit(const std::string& page) {
    const http::Reply reply = fetch_local(page);
    if (has(reply, "\"services\"")) {
      good(page, answers("submit.fcgi"));
    } else if (reply.status == 200 || reply.status == 404) {
      bad(page,
          sentence(_("status {status}, but not from submit.fcgi; compare the block for submit/ "
                     "with the file that spaconf ships"),
                   {{"status", reply.status}}));
    } else {
      bad(page, meaning_of(reply.status, "submit.fcgi"));
    }
  }

  /// api.fcgi says whether it got the token, which is a wrong one.
  void examine_api(const std::string& page) {
    const http::Reply reply = client_.send(
        {.url = page, .headers = {{"Authorization", "Bearer of-spaconf-doctor"}}, .body = {}});
    if (has(reply, "The token is unknown") || has(reply, "Too many wrong tokens")) {
      good(page, _("api.fcgi answers and gets tokens"));
    } else if (has(reply, "has neither a bearer token")) {
      bad(page, _("the web server does not pass the header Authorization, which has the token: "
                  "fastcgi_param HTTP_AUTHORIZATION (nginx) or CGIPassAuth On (Apache)"));
    } else if (reply.status == 401) {
      bad(page,
          _("the web server asks for a login, but the API's clients have only tokens; compare "
            "the block for api/ with the file that spaconf ships"));
    } else if (!has_api_ && reply.status >= 502) {
      good(page, _("api.fcgi does not run, and no other program can use the API"));
    } else {
      bad(page, meaning_of(reply.status, "api.fcgi"));
    }
  }

  static std::string answers(const std::string& program) {
    return sentence(_("{program} answers"), {{"program", program}});
  }

  void good(const std::string& page, const std::string& what) {
    examination_.good(page + ": " + what);
  }
  void bad(const std::string& page, const std::string& what) {
    examination_.bad(page + ": " + what);
  }

  static bool has(const http::Reply& reply, std::string_view words) {
    return reply.body.find(words) != std::string::npos;
  }

  static bool is_our_refusal(const http::Reply& reply) {
    return reply.status == 403 && has(reply, "did not authenticate you");
  }

  std::string base_;
  bool has_api_;
  http::Client client_;
  Examination& examination_;
};

}  // namespace

bool examine_pages(const Section& web, const std::string& ca_file, bool has_api,
                   Examination& examination) {
  PagesExamination pages(web, ca_file, has_api, examination);
  bool answers = false;
  for (const std::string& origin : web.texts("origins")) answers |= pages.of(origin);
  return answers;
}

}  // namespace spaconf::cli

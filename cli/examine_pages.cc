// Fetches the health page and the home page of each origin.
#include "examine_pages.h"

#include <chrono>

#include "base/error.h"
#include "base/http.h"

namespace spaconf::cli {
namespace {

constexpr std::chrono::seconds connect_time{3}, answer_time{10};

class PagesExamination {
 public:
  PagesExamination(const Section& web, const std::string& ca_file, Examination& examination)
      : base_(web.text("base_path")),
        client_("web server", ca_file, connect_time, answer_time),
        examination_(examination) {}

  /// True when form.fcgi answers.
  bool of(const std::string& origin) try {
    const std::string health = origin + base_ + "/healthz";
    const http::Reply reply = fetch_health(health);
    if (reply.status == 200 && reply.body.starts_with("ok")) {
      examination_.good(health + ": form.fcgi answers");
      examine_login(origin + base_ + "/");
      return true;
    }
    examination_.bad(health + ": " + meaning_of(reply.status));
    return false;
  } catch (const Unavailable& error) {
    examination_.bad(origin + ": " + error.what());
    return false;
  }

 private:
  /// The name may lead to an address of this machine that the web server does not take for local.
  http::Reply fetch_health(const std::string& url) {
    const http::Reply reply = client_.send({.url = url, .headers = {}, .body = {}});
    if (reply.status != 403) return reply;
    try {
      return client_.send({.url = url, .headers = {}, .body = {}, .address = "127.0.0.1"});
    } catch (const Unavailable&) {
      return reply;
    }
  }

  static std::string meaning_of(long status) {
    const std::string number = "status " + std::to_string(status);
    if (status >= 300 && status < 400) {
      return number + ", a redirection: `origins` must be the address that browsers end at";
    }
    switch (status) {
      case 401:
        return number +
               ": the web server's file for spaconf is older or was changed; the "
               "health pages need no login";
      case 403:
        return number +
               ": the web server does not show the health pages to this machine at 127.0.0.1; "
               "compare with the file that spaconf ships";
      case 404:
        return number +
               ": the web server does not know spaconf there: include "
               "snippets/spaconf.conf (nginx) or a2enconf spaconf-proxy (Apache)";
      case 502:
      case 503:
      case 504:
        return number +
               ": the web server does not reach form.fcgi; its user must be in "
               "the socket's group";
      default: return number + " instead of 200";
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
      examination_.bad(page + ": everybody sees the pages, without a login");
    } else if (is_our_refusal(plain) || is_our_refusal(named)) {
      examination_.bad(page +
                       ": the web server asks for no login, or does not pass "
                       "SPACONF_AUTHENTICATED; compare with the file that spaconf ships");
    } else {
      examination_.good(page + ": asks for a login (status " + std::to_string(plain.status) + ")");
    }
  }

  static bool is_our_refusal(const http::Reply& reply) {
    return reply.status == 403 && reply.body.find("did not authenticate you") != std::string::npos;
  }

  std::string base_;
  http::Client client_;
  Examination& examination_;
};

}  // namespace

bool examine_pages(const Section& web, const std::string& ca_file, Examination& examination) {
  PagesExamination pages(web, ca_file, examination);
  bool answers = false;
  for (const std::string& origin : web.texts("origins")) answers |= pages.of(origin);
  return answers;
}

}  // namespace spaconf::cli

// Sets the cookie of the user's language. It is no secret and changes nothing but pages, so the
// origin is checked and no token is needed.
#include "pages/language_page.h"

#include "base/text.h"
#include "base/translation.h"
#include "web/fields.h"
#include "web/preferred_language.h"

namespace spaconf {
namespace {

constexpr std::size_t longest_way_back = 2000;  // bytes

/// Below the base path only: a browser takes "//" for another host.
bool is_way_back(const std::string& back) {
  return back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/\\") &&
         back.size() <= longest_way_back && is_ascii(back) && !has_controls(back);
}

}  // namespace

void show_language_switch(Values& frame, const web::Request& request) {
  // A password in an address is shown on no page.
  const bool has_query =
      !request.query.empty() && request.query.find("password") == request.query.npos;
  const std::string back = request.path + (has_query ? "?" + request.query : "");
  if (request.method != "GET" || !is_way_back(back)) return;
  Values part = frame.add("SWITCH");
  part.set("BACK", back);
  for (const Language& each : languages) {
    if (&each == &language()) continue;
    Values row = part.add("LANGUAGE");
    row.set("CODE", each.code);
    row.set("NAME", each.name);
  }
}

web::Response language_page(Site& site, const web::Request& request) {
  site.identity.verify_origin(request);
  const Fields sent = web::body_fields(request);
  const Language* wanted = find_language(sent.text("language"));
  const std::string back = sent.text("back");
  if (!wanted || !is_way_back(back)) throw web::Refused(400, N_("There is no such language."));
  web::Response response = web::see_other(site.base_path + back);
  response.headers.emplace_back(
      "Set-Cookie", std::string(web::language_cookie) + "=" + std::string(wanted->code) +
                        "; Path=" + site.base_path + "/; Max-Age=31536000; SameSite=Lax; HttpOnly");
  return response;
}

}  // namespace spaconf

// Makes a form's key and token, and checks its origin, token and key.
// The origin is checked first, so that another site learns nothing about token and key.
#include "pages/form_guard.h"

#include "base/crypto.h"
#include "base/translation.h"
#include "registration/provisioning_warnings.h"

namespace spaconf {
namespace {

/// The width of its column.
constexpr std::size_t longest_key = 64;

}  // namespace

void give_form_token(Values& values, const Site& site, const std::string& user,
                     std::string_view action, const std::string& key) {
  const std::string given = key.empty() ? random_key() : key;
  values.set("KEY", given);
  values.set("CSRF", site.identity.token(user, action, given));
}

void verify_form_token(const Site& site, const web::Request& request, const Fields& fields,
                       std::string_view action) {
  site.identity.verify_origin(request);
  const std::string key = fields.text("key");
  site.identity.require_token(fields.text("csrf"), request.user, action, key);
  if (key.empty() || key.size() > longest_key) throw web::Refused(400, N_("The form has no key."));
}

void require_may_set(const Site& site, const web::Request& request, const Registration* before,
                     const Registration& after) {
  try {
    refuse_provisioning_settings(site.services.profiles, before, after);
  } catch (const Rejected&) {
    // Asked only now, because the role may need the directory.
    if (site.identity.role(request.user) < web::Role::administrator) throw;
  }
}

}  // namespace spaconf

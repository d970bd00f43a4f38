// Origin, token, key: in this order, so that another site learns nothing of the rest.
#include "pages/post.h"

namespace spaconf {
namespace {

/// As wide as the column for it.
constexpr std::size_t longest_key = 64;

}  // namespace

void require_our_form(const Site& site, const web::Request& request, const Fields& fields,
                      std::string_view action) {
  site.identity.require_own_page(request);
  const std::string key = fields.text("key");
  site.identity.require_token(fields.text("csrf"), request.user, action, key);
  if (key.empty() || key.size() > longest_key) throw web::Refused(400, "The form has no key.");
}

}  // namespace spaconf

// Checks that a form is ours before it has an effect.
#pragma once

#include <string_view>

#include "base/fields.h"
#include "pages/site.h"

namespace spaconf {

/// Throws Refused unless the form came from a page of ours, which gave it to this user for
/// this action: 403 another site, or the token in "csrf" was not made by
/// site.identity.token(request.user, action, key); 400 there is no request key in "key".
/// What the action is done to belongs to its name: "retire abcdefghjk".
void verify_form_token(const Site& site, const web::Request& request, const Fields& fields,
                       std::string_view action);

/// Throws Rejected when `after` has a setting that `before` does not have, that can lead the phone
/// away from spaconf, and the user is no administrator. `before` is nullptr for a new phone.
void require_may_set(const Site& site, const web::Request& request, const Registration* before,
                     const Registration& after);

}  // namespace spaconf

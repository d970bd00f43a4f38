// Gives forms their key and token, and checks them before a form has an effect.
#pragma once

#include <string>
#include <string_view>

#include "base/fields.h"
#include "pages/site.h"

namespace spaconf {

/// Fills KEY and CSRF of a form for this user and action: the request key, a new one when `key` is
/// empty, and a token for verify_form_token().
void give_form_token(Values& values, const Site& site, const std::string& user,
                     std::string_view action, const std::string& key = "");

/// Throws Refused unless the form came from one of our pages, which made it for this user and
/// this action: 403 another site, or the token in "csrf" was not made for them; 400 there is no
/// request key in "key". The action's name includes its object: "retire abcdefghjk".
void verify_form_token(const Site& site, const web::Request& request, const Fields& fields,
                       std::string_view action);

/// Throws Rejected when `after` has a new setting that can make the phone fetch its profile from
/// elsewhere and the user is not an administrator. `before` is nullptr for a new phone.
void require_may_set(const Site& site, const web::Request& request, const Registration* before,
                     const Registration& after);

}  // namespace spaconf

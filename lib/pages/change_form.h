// Shows the form of an action on a phone.
#pragma once

#include <string>

#include "pages/form_parts.h"
#include "registration/actions.h"

namespace spaconf {

/// The purpose for which the token of an action's form is made.
std::string change_action(std::string_view action, std::string_view ref);

/// The form of `action` for a phone. `looked_at` is the version that the user saw; an overtaken
/// draft shows what has changed since. It gets a new request key, but a draft that is alone keeps
/// its own.
web::Response show_change_form(Site& site, const web::Request& request, const Action& action,
                               const Record& record, const Draft& draft, int looked_at);

/// "Edit: SPA942 of Jan Novák"
std::string change_title(const Action& action, const Record& record);

/// The fields of the action among all that were sent.
Fields action_fields(const Fields& sent);

}  // namespace spaconf

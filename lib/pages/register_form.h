// Shows the registration form.
#pragma once

#include "pages/form_parts.h"
#include "store/known_people.h"

namespace spaconf {

/// The purpose for which the form's token is made.
constexpr std::string_view register_action = "register";

/// The form for `person`, who has these `phones`, with the request key that it was sent with.
/// `person` is null when the directory was not asked; then another login can be typed.
web::Response show_register_form(Site& site, const web::Request& request, const Person* person,
                                 const std::vector<PersonPhone>& phones, const Draft& draft);

}  // namespace spaconf

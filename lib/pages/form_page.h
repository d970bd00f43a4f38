// The registration form, pre-filled from the directory or shown again with its problems.
#pragma once

#include <vector>

#include "base/error.h"
#include "base/fields.h"
#include "pages/site.h"

namespace spaconf {

web::Response form_page(Site& site, const web::Request& request);

/// A form that was sent and could not be carried out: everything typed is kept.
struct FormAgain {
  int status;
  Fields typed;
  std::vector<Problem> problems;
  std::string existing_ref;  ///< The registration that is in the way; may be empty
  bool is_foreign = false;   ///< An account is in the way, and could be taken over
};
/// `person` is null when nothing is known of them but the login that was typed.
web::Response form_page_again(Site& site, const web::Request& request, const Person* person,
                              const FormAgain& again);

/// What the form's token is made for.
constexpr std::string_view register_action = "register";

}  // namespace spaconf

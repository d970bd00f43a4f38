// The registration form, pre-filled from the directory or shown again with its problems.
#pragma once

#include <vector>

#include "base/error.h"
#include "base/fields.h"
#include "pages/site.h"

namespace spaconf {

web::Response form_page(Site& site, const web::Request& request);

/// A submitted form that failed. It keeps everything that was typed.
struct FormAgain {
  int status;
  Fields typed;
  std::vector<Problem> problems;
  std::string existing_ref;  ///< The registration that is in the way; may be empty
  bool is_foreign = false;   ///< An account is in the way, and could be taken over
};
/// `person` is null when only the typed login is known.
web::Response form_page_again(Site& site, const web::Request& request, const Person* person,
                              const FormAgain& again);

/// The purpose for which the form's token is made.
constexpr std::string_view register_action = "register";

}  // namespace spaconf

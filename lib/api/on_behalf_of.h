// Tells the person at a portal from the form that the portal sends.
#pragma once

#include <string>

#include "api/call.h"
#include "base/fields.h"

namespace spaconf::api {

/// A form as a client sent it.
struct SentForm {
  Fields form;               ///< Without the member on_behalf_of
  std::string on_behalf_of;  ///< The person at the portal; may be empty

  /// For audit and ticket: "client:onboarding", or "client:onboarding for jana".
  std::string actor(const Call& call) const;
  /// Of all its members: the same for the same request.
  std::string fingerprint() const;
};

/// Takes on_behalf_of out of the fields. Throws Rejected: it is too long or contains a control
/// character.
SentForm sent_form(const Fields& fields);
/// The same for the body. Throws what sent_fields() throws, too.
SentForm sent_form(const web::Request& request);
/// The same for a request that may come without a body.
SentForm sent_form_if_any(const web::Request& request);

}  // namespace spaconf::api

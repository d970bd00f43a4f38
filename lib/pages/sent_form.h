// Carries out a submitted form, or shows it again with its problems.
#pragma once

#include <memory>
#include <string>

#include "pages/form_parts.h"
#include "pages/site.h"

namespace spaconf {

/// A submitted form. Made for one request.
class SentForm {
 public:
  virtual ~SentForm() = default;

  /// The purpose for which its token was made, see form_guard.h.
  virtual std::string purpose(const Fields& sent) const = 0;
  /// Carries it out. After Rejected, Conflict and Unavailable it is shown again.
  virtual web::Response carry_out(const Fields& sent) = 0;
  /// The form with everything that was typed. For a draft that is alone it uses no service.
  virtual web::Response show(const Draft& draft) = 0;
};

/// Checks role and token, and carries the form out. Shows it again for 422 wrong values, 404 an
/// unknown login, 409 something in the way, and 503 a service that does not respond. Throws
/// Refused, and InProgress.
web::Response submitted(Site& site, const web::Request& request, web::Role least, SentForm& form);

}  // namespace spaconf

// Carries out the registration form.
#pragma once

#include "pages/sent_form.h"

namespace spaconf {

/// POST /submit/register
std::unique_ptr<SentForm> sent_registration(Site& site, const web::Request& request);

}  // namespace spaconf

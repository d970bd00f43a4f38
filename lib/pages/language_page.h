// Shows the switch of languages on pages, and keeps the chosen language in a cookie.
#pragma once

#include "base/template.h"
#include "pages/site.h"

namespace spaconf {

/// Shows the switch to the other languages in the frame: SWITCH with BACK, and a LANGUAGE with CODE
/// and NAME for each. Nothing for the response to a form, which could not be shown again.
void show_language_switch(Values& frame, const web::Request& request);

/// POST /language: keeps the language in a cookie and goes back to the page.
web::Response language_page(Site& site, const web::Request& request);

}  // namespace spaconf

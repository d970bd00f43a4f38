// The languages that we have, and which of them a user or the site wants.
#pragma once

#include <string_view>

#include "base/config.h"

namespace spaconf {

/// A language that pages, tickets and mails can have.
struct Language {
  std::string_view code;  ///< "cs"
  std::string_view name;  ///< In itself: "Čeština"
};

/// English, which needs no catalogue, and those of po/.
inline constexpr Language languages[] = {{"en", "English"}, {"cs", "Čeština"}};
inline constexpr const Language& english = languages[0];

/// The language of this code, or of the language part of "cs_CZ.UTF-8" and "cs-CZ", in either case;
/// nullptr if there is none.
const Language* find_language(std::string_view code);
/// The language of the user's environment: LANGUAGE, LC_ALL, LC_MESSAGES, LANG; English if we do
/// not have it.
const Language& language_of_environment();

/// `language` in [web], the site's: of its tickets and mails, and of pages for users who ask for
/// none that we have. Throws Misconfigured for another one.
const Language& language_in(const Section& web);
/// From now on it is the site's language for this process.
void use_site_language(const Language& language);
/// English at first.
const Language& site_language();

}  // namespace spaconf

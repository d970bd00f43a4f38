// Says sentences in the language that is in use, by gettext. A message is its English sentence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
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
/// The language in use; English at first.
const Language& language();
/// From now on this process speaks it. Without its catalogue every sentence remains English.
void use_language(const Language& language);
/// The catalogues' folder, instead of the one of the installation: DIR/cs/LC_MESSAGES/spaconf.mo.
void use_catalogues(const std::filesystem::path& folder);
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

/// Uses a language until the end of the block.
class LanguageInUse {
 public:
  explicit LanguageInUse(const Language& wanted) : before_(language()) { use_language(wanted); }
  ~LanguageInUse() { use_language(before_); }
  LanguageInUse(const LanguageInUse&) = delete;
  LanguageInUse& operator=(const LanguageInUse&) = delete;

 private:
  const Language& before_;
};

/// The message in the language in use; the message itself if its catalogue does not have it.
/// The names are those that xgettext looks for.
const char* _(const char* message);
/// The same for a message that was stored or thrown in English.
inline std::string _(const std::string& message) { return _(message.c_str()); }
inline std::string _(std::string_view message) { return _(std::string(message)); }
/// Marks a message that is translated where it is shown.
constexpr const char* N_(const char* message) { return message; }

/// The value of one named place of a sentence.
struct NamedValue {
  NamedValue(std::string_view name, std::string_view value) : name(name), value(value) {}
  NamedValue(std::string_view name, std::int64_t value)
      : name(name), value(std::to_string(value)) {}

  std::string_view name;
  std::string value;
};

/// The text with a value in each named place:
/// `sentence(_("The MAC address {mac} is of {person}."), {{"mac", mac}, {"person", name}})`.
/// Braces in values mean nothing; a place without a value stays as it is.
std::string sentence(std::string_view text, std::initializer_list<NamedValue> values);
/// The same for values that are not listed in the source.
std::string sentence(std::string_view text, std::span<const NamedValue> values);
/// A sentence that is said more than once, each time in the language in use then.
using Phrase = std::function<std::string()>;
/// A stored English sentence in the language in use, if it was made of one of these messages, the
/// first that fits; else as it is. A value that was made of one of them is translated, too.
std::string translated(const std::string& stored, std::span<const char* const> messages);
/// A translated sentence in the form for `count`, which is the place {count}:
/// `counted("{count} phone", "{count} phones", n)`.
std::string counted(const char* one, const char* many, std::int64_t count,
                    std::initializer_list<NamedValue> more = {});

}  // namespace spaconf

// Says sentences in the language that is in use, by gettext. A message is its English sentence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "base/language.h"
#include "base/sentence.h"

namespace spaconf {

/// The language in use; English at first.
const Language& language();
/// From now on this process speaks it. Without its catalogue every sentence remains English.
void use_language(const Language& language);
/// The catalogues' folder, instead of the one of the installation: DIR/cs/LC_MESSAGES/spaconf.mo.
void use_catalogues(const std::filesystem::path& folder);

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

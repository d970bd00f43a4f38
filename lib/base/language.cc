// The table of languages, and who wants which: the user of a shell, and the site.
#include "base/language.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"

namespace spaconf {
namespace {

const Language* of_site = &english;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

const Language* find_language(std::string_view code) {
  const std::string wanted = lower(code.substr(0, code.find_first_of("_-.@")));
  const auto found = std::ranges::find(languages, wanted, &Language::code);
  return found == std::end(languages) ? nullptr : found;
}

const Language& language_of_environment() {
  // Source: The GNU gettext manual, section 2.3: the locale C turns LANGUAGE off.
  std::string_view locale;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (locale.empty()) locale = environment(name);
  }
  if (locale.empty() || locale == "C" || locale == "POSIX") return english;
  for (const std::string& code : split(environment("LANGUAGE"), ':')) {
    if (const Language* found = find_language(code)) return *found;
  }
  const Language* found = find_language(locale);
  return found ? *found : english;
}

const Language& language_in(const Section& web) {
  const std::string code = web.text("language", "en");
  const auto found = std::ranges::find(languages, code, &Language::code);
  if (found == std::end(languages)) {
    std::vector<std::string> all;
    for (const Language& each : languages) all.emplace_back(each.code);
    web.wrong("language", "unknown language \"" + code + "\": there are " + joined(all, ", "));
  }
  return *found;
}

void use_site_language(const Language& language) { of_site = &language; }

const Language& site_language() { return *of_site; }

}  // namespace spaconf

// Chooses gettext's catalogue. glibc reads LANGUAGE again whenever its counter of changes has
// grown.
#include "base/translation.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <vector>

// Source: The GNU gettext manual, section 11.2.7.
extern "C" int _nl_msg_cat_cntr;

namespace spaconf {
namespace {

constexpr const char* domain = "spaconf";
const Language* in_use = &english;
const Language* of_catalogue = nullptr;
bool is_started = false;

/// English needs no catalogue, so a change to English and back costs nothing.
void choose_catalogue() {
  if (in_use == &english || in_use == of_catalogue) return;
  of_catalogue = in_use;
  ::setenv("LANGUAGE", std::string(in_use->code).c_str(), 1);
  ++_nl_msg_cat_cntr;
}

/// Without a locale LANGUAGE is ignored; this one is on every Debian. libc's own sentences stay
/// English, because they land in logs.
void start_gettext(const std::filesystem::path& folder) {
  std::setlocale(LC_MESSAGES, "C.UTF-8");
  bindtextdomain("libc", "/nonexistent");
  bindtextdomain(domain, folder.c_str());
  bind_textdomain_codeset(domain, "UTF-8");
  textdomain(domain);
  is_started = true;
}

}  // namespace

const Language& language() { return *in_use; }

void use_language(const Language& language) {
  if (!is_started) start_gettext(LOCALEDIR);
  in_use = &language;
  choose_catalogue();
}

void use_catalogues(const std::filesystem::path& folder) {
  start_gettext(folder);
  of_catalogue = nullptr;
  choose_catalogue();
}

const char* _(const char* message) {
  return in_use == &english || !*message ? message : gettext(message);
}

std::string translated(const std::string& stored, std::span<const char* const> messages) {
  for (const char* message : messages) {
    auto values = values_in(stored, message);
    if (!values) continue;
    for (NamedValue& each : *values) each.value = translated(each.value, messages);
    return sentence(_(message), *values);
  }
  return _(stored);
}

std::string counted(const char* one, const char* many, std::int64_t count,
                    std::initializer_list<NamedValue> more) {
  std::vector<NamedValue> values(more);
  values.emplace_back("count", count);
  const char* const english_form = count == 1 ? one : many;
  return sentence(
      in_use == &english ? english_form : ngettext(one, many, static_cast<unsigned long>(count)),
      values);
}

}  // namespace spaconf

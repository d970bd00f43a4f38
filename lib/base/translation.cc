// Chooses gettext's catalogue. glibc reads LANGUAGE again whenever its counter of changes has
// grown.
#include "base/translation.h"

#include <libintl.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <optional>
#include <vector>

#include "base/text.h"

// Source: The GNU gettext manual, section 11.2.7.
extern "C" int _nl_msg_cat_cntr;

namespace spaconf {
namespace {

constexpr const char* domain = "spaconf";
const Language* in_use = &english;
const Language* of_site = &english;
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

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string filled(std::string_view text, std::span<const NamedValue> values) {
  std::string result;
  while (!text.empty()) {
    const auto open = std::min(text.find('{'), text.size());
    result += text.substr(0, open);
    text.remove_prefix(open);
    const auto close = text.find('}');
    if (close == text.npos) break;
    const auto value = std::ranges::find(values, text.substr(1, close - 1), &NamedValue::name);
    // An unknown place may be a brace of the text, with a place behind it.
    const auto length = value == values.end() ? 1 : close + 1;
    result += value == values.end() ? text.substr(0, 1) : value->value;
    text.remove_prefix(length);
  }
  return result.append(text);
}

/// The values with which `message` says this text; empty when it does not. Each place ends where
/// the text behind it is found first.
std::optional<std::vector<NamedValue>> values_in(std::string_view text, std::string_view message) {
  std::vector<NamedValue> values;
  for (;;) {
    const auto open = std::min(message.find('{'), message.size());
    if (!text.starts_with(message.substr(0, open))) return {};
    text.remove_prefix(open);
    message.remove_prefix(open);
    const auto close = message.find('}');
    if (close == message.npos) break;
    const std::string_view name = message.substr(1, close - 1);
    message.remove_prefix(close + 1);
    const std::string_view behind = message.substr(0, message.find('{'));
    const bool is_last = behind.size() == message.size();
    if (is_last && !text.ends_with(behind)) return {};
    const auto end = is_last ? text.size() - behind.size() : text.find(behind);
    if (end == text.npos) return {};
    values.emplace_back(name, text.substr(0, end));
    text.remove_prefix(end);
  }
  if (text != message) return {};
  return values;
}

}  // namespace

const Language* find_language(std::string_view code) {
  const std::string wanted = lower(code.substr(0, code.find_first_of("_-.@")));
  const auto found = std::ranges::find(languages, wanted, &Language::code);
  return found == std::end(languages) ? nullptr : found;
}

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

const Language& language_of_environment() {
  // Source: the same manual, section 2.3: the locale C turns LANGUAGE off.
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

const char* _(const char* message) {
  return in_use == &english || !*message ? message : gettext(message);
}

std::string sentence(std::string_view text, std::initializer_list<NamedValue> values) {
  return filled(text, values);
}

std::string sentence(std::string_view text, std::span<const NamedValue> values) {
  return filled(text, values);
}

std::string translated(const std::string& stored, std::span<const char* const> messages) {
  for (const char* message : messages) {
    auto values = values_in(stored, message);
    if (!values) continue;
    for (NamedValue& each : *values) each.value = translated(each.value, messages);
    return filled(_(message), *values);
  }
  return _(stored);
}

std::string counted(const char* one, const char* many, std::int64_t count,
                    std::initializer_list<NamedValue> more) {
  std::vector<NamedValue> values(more);
  values.emplace_back("count", count);
  const char* const english_form = count == 1 ? one : many;
  return filled(
      in_use == &english ? english_form : ngettext(one, many, static_cast<unsigned long>(count)),
      values);
}

}  // namespace spaconf

// Parses statements of a name, an access mark, a value in quotes and a semicolon.
// Sentences about errors show nothing of the text, which may be a password.
#include "phone/plain_text_profile.h"

#include <string>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

constexpr std::string_view name_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]()/";

/// As the phone's page and XML differ: blanks, brackets and slashes become "_".
std::string in_xml(std::string_view name) {
  std::string spelled(name);
  for (char& c : spelled) {
    if (std::string_view("[]()/").find(c) != std::string_view::npos) c = '_';
  }
  return spelled;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// Skips blanks, line ends and comments. False at the end.
  bool is_at_statement() {
    for (;;) {
      skip(" \t\r\n");
      if (!rest_.starts_with('#')) return !rest_.empty();
      take(std::min(rest_.find('\n'), rest_.size()));
    }
  }

  ForeignElement statement() {
    const unsigned line = line_;
    const auto end = std::min(rest_.find_first_not_of(name_characters), rest_.size());
    if (end == 0) throw UnreadableProfile(line, _("a parameter's name is expected here"));
    ForeignElement element{.name = in_xml(take(end)), .value = {}, .line = line};
    skip_inside();
    if (rest_.starts_with('!') || rest_.starts_with('?')) take(1);
    skip_inside();
    if (rest_.starts_with('"')) {
      element.value = value();
      skip_inside();
    } else {
      element.keeps = true;
    }
    if (!rest_.starts_with(';')) {
      throw UnreadableProfile(
          line_, sentence(_("a value in quotes and a semicolon are expected after {parameter}"),
                          {{"parameter", element.name}}));
    }
    take(1);
    return element;
  }

 private:
  std::string value() {
    take(1);
    const auto end = rest_.find_first_of("\"\n");
    if (end == rest_.npos || rest_[end] == '\n') {
      throw UnreadableProfile(line_, _("a value has no closing quote"));
    }
    std::string text = plain_blanks(without_controls(take(end)));
    take(1);
    return text;
  }

  void skip_inside() { skip(" \t\r\n"); }
  void skip(std::string_view characters) {
    take(std::min(rest_.find_first_not_of(characters), rest_.size()));
  }

  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    for (char c : taken) line_ += c == '\n' ? 1 : 0;
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
  unsigned line_ = 1;
};

}  // namespace

std::vector<ForeignElement> parse_plain_text_profile(std::string_view text) {
  std::vector<ForeignElement> elements;
  Reader reader(text);
  while (reader.is_at_statement()) elements.push_back(reader.statement());
  return elements;
}

}  // namespace spaconf

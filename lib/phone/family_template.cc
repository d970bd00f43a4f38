// Removes a template's comments, fills in its constants and repeats its loops.
#include "phone/family_template.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "phone/flat_profile.h"

namespace spaconf {
namespace {

/// Without the pragma and the template's comments; the rest keeps its line
/// number.
std::string without_remarks(std::string_view text) {
  std::string result;
  if (text.starts_with(template_pragma)) text.remove_prefix(template_pragma.size());
  for (;;) {
    auto begin = text.find("{{!"), end = text.find("}}", begin);
    result += text.substr(0, begin);
    if (begin == text.npos || end == text.npos) return result;
    result.append(std::size_t(std::ranges::count(text.substr(begin, end - begin), '\n')), '\n');
    text.remove_prefix(end + 2);
  }
}

}  // namespace

std::vector<TemplateLine> unrolled(const std::filesystem::path& file, std::string_view family,
                                   const Model& model, const TemplateConstants& constants) {
  std::string text = without_remarks(family);
  for (const auto& [name, value] : constants) {
    text = replaced(text, "{{" + name + "}}", xml_escaped(value));
  }
  std::vector<TemplateLine> sources, loop;
  int times = -1;  // of the current loop
  unsigned line = 0;
  for (std::string& each : split(trim(text), '\n')) {
    TemplateLine source{.text = std::move(each), .line = ++line};
    if (source.text == "{{#LINE}}") {
      times = model.lines;
    } else if (source.text == "{{#KEY}}") {
      times = model.line_keys;
    } else if (source.text == "{{/LINE}}" || source.text == "{{/KEY}}") {
      for (int n = 1; n <= times; ++n) {
        for (const TemplateLine& inner : loop) {
          sources.push_back({replaced(inner.text, "{{N}}", std::to_string(n)), inner.line, n});
        }
      }
      loop.clear();
      times = -1;
    } else {
      (times < 0 ? sources : loop).push_back(std::move(source));
    }
  }
  if (times >= 0) {
    throw Misconfigured(file.string() + ":" + std::to_string(line) + ": LINE or KEY is not closed");
  }
  return sources;
}

}  // namespace spaconf

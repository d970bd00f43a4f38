// Writes a flag as yes or no, and a list with commas.
#include "answers.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include "base/config_edit.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf::cli {
namespace {

/// The section of a key and the key's name in it.
std::pair<Section, std::string> place_of(const Config& config, const std::string& key) {
  Section section = config.top();
  std::vector<std::string> parts = split(key, '.');
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) section = section.section(parts[i]);
  return {section, parts.back()};
}

/// One text needs no brackets.
std::string text_or_list(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? texts.front() : toml_list(texts);
}

}  // namespace

std::string present_answer(const Config& config, const Question& question) try {
  const auto [section, name] = place_of(config, question.key);
  if (!section.has(name)) return "";
  switch (question.kind) {
    case AnswerKind::flag: return section.flag(name, false) ? "yes" : "no";
    case AnswerKind::text:
    case AnswerKind::secret: return section.text(name);
    case AnswerKind::text_or_list: return text_or_list(section.one_or_more(name));
    case AnswerKind::list: break;
  }
  return joined(section.texts(name), ", ");
} catch (const Misconfigured&) {
  return "";
}

std::string toml_of(const std::string& answer, AnswerKind kind) {
  if (kind == AnswerKind::flag) {
    const std::string word = lower(answer);
    if (word == "yes" || word == "true") return "true";
    if (word == "no" || word == "false") return "false";
    throw std::runtime_error(_("answer yes or no"));
  }
  if (kind == AnswerKind::text_or_list && answer.starts_with('[')) return answer;
  if (kind != AnswerKind::list) return toml_string(answer);
  std::vector<std::string> texts;
  for (const std::string& each : split(answer, ',')) {
    if (!trim(each).empty()) texts.emplace_back(trim(each));
  }
  return toml_list(texts);
}

}  // namespace spaconf::cli

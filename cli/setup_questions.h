// Lists what `spaconf setup` asks, and how each group of answers is tried.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/config.h"
#include "program_user.h"

namespace spaconf::cli {

enum class AnswerKind {
  text,
  text_or_list,  ///< A text, or a list as TOML writes it: ["…", "…"]
  list,          ///< Separated by commas
  flag,          ///< yes or no
  secret         ///< Goes to the file that the key names
};

/// A key of the configuration and what to ask for it. Words, titles and hints are translated where
/// they are shown.
struct Question {
  std::string key;  ///< "person.uri"
  std::string words;
  AnswerKind kind = AnswerKind::text;
  bool can_be_generated = false;  ///< "-" makes a new random secret
};

/// Questions whose answers belong together.
struct QuestionGroup {
  std::string title;
  std::vector<Question> questions;
  /// Tries the answers on the real service and returns the result in words, or throws.
  std::function<std::string(const Config&, const ProgramUser&)> attempt;
  std::string hint;  ///< What may help after a failure
};

/// In the order of setup.
std::span<const QuestionGroup> setup_questions();

}  // namespace spaconf::cli

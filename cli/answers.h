// Translates the answers of setup between what a user types and TOML.
#pragma once

#include <string>

#include "base/config.h"
#include "setup_questions.h"

namespace spaconf::cli {

/// The present value as a user types it; of a secret the file's path. Empty when the key is missing
/// or has a value of another type.
std::string present_answer(const Config& config, const Question& question);

/// Throws runtime_error for a flag that is neither yes nor no.
std::string toml_of(const std::string& answer, AnswerKind kind);

}  // namespace spaconf::cli

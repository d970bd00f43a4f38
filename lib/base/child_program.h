// Runs another program with a text as its standard input.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace spaconf {

/// How a program ended.
struct ProgramResult {
  int code;            ///< Its exit code; 128 and more: the signal that ended it, plus 128
  std::string errors;  ///< The beginning of what it wrote to standard error
};

/// Runs `command`, a path and arguments, without a shell, and waits until it ends. The program gets
/// no signal mask and no files of ours. Throws std::runtime_error when it does not start, when it
/// is not finished in time, and when it is unknown how it ended; then it is killed.
ProgramResult run_program(const std::vector<std::string>& command, const std::string& input,
                          std::chrono::seconds most);

}  // namespace spaconf

// Reads a line from standard input, at a terminal with a prompt.
#pragma once

#include <string>

namespace spaconf::cli {

/// One line without its end. Throws runtime_error at the end of standard input.
std::string line_of_input(const std::string& prompt);
/// The same without echo, for a password.
std::string hidden_line_of_input(const std::string& prompt);

}  // namespace spaconf::cli

// Reads a line from standard input, at a terminal with a prompt.
#pragma once

#include <stdexcept>
#include <string>

namespace spaconf::cli {

/// Standard input has ended (Ctrl-D), so no answer to any question can follow.
class EndOfInput : public std::runtime_error {
 public:
  explicit EndOfInput(const std::string& prompt);
};

/// One line without its end. Throws EndOfInput.
std::string line_of_input(const std::string& prompt);
/// The same without echo, for a password. A signal that ends the program switches the echo on
/// first.
std::string hidden_line_of_input(const std::string& prompt);

}  // namespace spaconf::cli

// Prints one line of a subcommand's output.
#pragma once

#include <cstdio>
#include <string>

namespace spaconf::cli {

/// In a line of its own, on standard output.
inline void print_line(const std::string& sentence) { std::puts(sentence.c_str()); }

}  // namespace spaconf::cli

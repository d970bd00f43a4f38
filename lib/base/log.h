// Logs events to standard error, one line each.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace spaconf {

/// Writes `what key=value …` as one line. Control characters and bytes that are
/// not UTF-8 are escaped, so a value can never begin a line of its own.
/// A Secret cannot be logged, because values are strings.
void log(std::string_view what,
         std::initializer_list<std::pair<std::string_view, std::string_view>> details = {});

/// The line without its end, as log() writes it.
std::string log_line(std::string_view what,
                     std::initializer_list<std::pair<std::string_view, std::string_view>> details);

}  // namespace spaconf

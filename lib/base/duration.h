// Durations in words.
#pragma once

#include <chrono>
#include <string>

namespace spaconf {

/// "3 minutes", "1 day": the largest unit of which there is a whole one, and nothing less.
/// "0 seconds" also for what has not begun.
std::string humanized(std::chrono::seconds time);

}  // namespace spaconf

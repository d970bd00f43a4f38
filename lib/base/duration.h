// Expresses durations in words.
#pragma once

#include <chrono>
#include <string>

namespace spaconf {

/// "3 minutes", "1 day": in the largest unit of which at least one has passed. A negative duration
/// is "0 seconds".
std::string humanized(std::chrono::seconds time);
/// The same as a time in the past: "3 minutes ago".
std::string ago(std::chrono::seconds time);

}  // namespace spaconf

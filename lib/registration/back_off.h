// Computes how long a worker waits before a retry.
#pragma once

#include <chrono>

namespace spaconf {

/// 5 to 15 seconds, at random, so that workers that failed together do not retry together. It is
/// short because everything should be consistent a minute after the last fault.
std::chrono::seconds rest();

/// The same, longer with each attempt; at most `longest`.
std::chrono::seconds back_off(int attempts,
                              std::chrono::seconds longest = std::chrono::seconds(30));

}  // namespace spaconf

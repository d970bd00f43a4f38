// How long a worker waits before it tries again what failed.
#pragma once

#include <chrono>

namespace spaconf {

/// 5 to 15 seconds, at random: workers that failed together come back apart. Invariants are to
/// hold a minute after the last fault, so it is short.
std::chrono::seconds rest();

/// The same, longer with every attempt; at most 30 seconds.
std::chrono::seconds back_off(int attempts);

}  // namespace spaconf

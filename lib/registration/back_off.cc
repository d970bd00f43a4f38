// Chooses random waiting times for workers.
#include "registration/back_off.h"

#include <algorithm>

#include "base/crypto.h"

namespace spaconf {
namespace {

constexpr int shortest_rest = 5, longest_rest = 15;  // seconds

}  // namespace

std::chrono::seconds rest() {
  return std::chrono::seconds(shortest_rest + random_below(longest_rest - shortest_rest + 1));
}

std::chrono::seconds back_off(int attempts, std::chrono::seconds longest) {
  return std::min(rest() * (1 << std::min(attempts, 8)), longest);
}

}  // namespace spaconf

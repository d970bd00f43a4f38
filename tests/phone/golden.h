// The profiles that stand in tests/golden, byte for byte.
#pragma once

#include <map>
#include <string>

namespace spaconf {

/// File names and what the code writes today, by the shipped configuration.
std::map<std::string, std::string> golden();

/// Rewrites tests/golden; the diff is the review.
void write_golden();

}  // namespace spaconf

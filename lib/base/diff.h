// Compares two texts line by line.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// The difference as `diff -u` writes it, with three lines around each change; empty when
/// there is none. The names go into its first two lines.
std::string unified_diff(std::string_view before, std::string_view after,
                         const std::string& name_before, const std::string& name_after);

}  // namespace spaconf

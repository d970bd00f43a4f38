// Times as the phone's parameters write them: 3600, 3600+600 or 600,1800.
#pragma once

#include <optional>
#include <random>
#include <string_view>

namespace virtual_phone {

/// Seconds to wait before the n-th try (from 1): the n-th of a list, later the last; A+B is A and
/// at random up to B more. Empty when the parameter is empty, 0 or no time at all: the documents
/// differ on whether 0 means never or at once, and the one that hurts less is taken.
/// Source: Linksys SPA Provisioning Guide 3.01, pages 42-43 and 64.
std::optional<double> delay(std::string_view text, int n, std::mt19937& random);

}  // namespace virtual_phone

// Conditions of rules, such as `"$PN" eq "SPA942" and $SWVER >= 6.1.5`.
#pragma once

#include <string_view>

#include "macros.h"

namespace virtual_phone {

/// Whether every comparison holds. Quoted strings compare by = eq != ne, numbers and versions
/// also by < lt <= le > gt >= ge; a comparison without a left side is one with $SWVER, where ! is
/// an old way to say ne. Throws BadRule. Source: Cisco provisioning guide of 2009, pages 46-47.
bool holds(std::string_view condition, const Macros& macros);

/// Below, at or above zero as version `a` is older than, equal to or newer than `b`; the letter in
/// brackets counts last: 6.1.5 < 6.1.5(a) < 6.1.10.
int compared_versions(std::string_view a, std::string_view b);

}  // namespace virtual_phone

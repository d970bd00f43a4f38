// Converts UTC to the institution's time for people. Tables, JSON and logs keep UTC.
#pragma once

#include <string>

#include "base/config.h"

namespace spaconf {

/// time_zone in [web], such as "Europe/Prague"; empty for the system's. Throws Misconfigured for an
/// unknown zone.
std::string time_zone_in(const Section& web);

/// Sets the zone of this process; an empty one is the system's. Programs that read the logs of
/// other servers never call it, because these logs have the system's zone.
void use_time_zone(const std::string& name);

/// "2026-11-23 11:33:07" for "2026-11-23 10:33:07" in UTC, or as the language in use writes it.
/// Returns any other text unchanged.
std::string local_time(const std::string& utc);
/// The date of local_time(): "2026-11-23".
std::string local_date(const std::string& utc);
/// "11:33" if that is today, else "2026-11-22 11:33". `now` is UTC, too.
std::string short_local_time(const std::string& utc, const std::string& now);

}  // namespace spaconf

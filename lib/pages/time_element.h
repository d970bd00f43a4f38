// Fills <time> elements: the institution's time for people, UTC for browsers.
#pragma once

#include <string>

#include "base/template.h"

namespace spaconf {

/// Sets NAME to the local time and NAME_UTC to the text before the "Z" in <time datetime="…Z">.
/// `utc` is "2026-11-23 10:33:07".
void set_time(Values& values, const std::string& name, const std::string& utc);
/// Like set_time(), but NAME is only the date.
void set_date(Values& values, const std::string& name, const std::string& utc);

}  // namespace spaconf

// Makes a new job with its rows, once for each request, and remembers the language of its user.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "store/store.h"

namespace spaconf {

/// Makes the job, which speaks the language in use, in one transaction, in which `add_rows` is
/// called with its number, and gives its reference. A request that was sent before gives the
/// reference of its job. Throws Unavailable.
std::string start_job(Store& store, const Job& job, const std::string& request_key,
                      const std::function<void(std::int64_t job)>& add_rows);

/// The language of the sentences about the job and its rows: its user's when it was started.
const Language& language_of(const Job& job);

}  // namespace spaconf

// Makes a new job with its rows, once for each request.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace spaconf {

/// The option that has the language of the user who started a job: "cs".
constexpr std::string_view language_option = "language";

/// Makes the job, which speaks the language in use, in one transaction, in which `add_rows` is
/// called with its number, and gives its reference. A request that was sent before gives the
/// reference of its job. Throws Unavailable.
std::string start_job(Store& store, const Job& job, const std::string& request_key,
                      const std::function<void(std::int64_t job)>& add_rows);

}  // namespace spaconf

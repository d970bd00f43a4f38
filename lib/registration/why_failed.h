// Runs work whose failure is recorded with its reason, and not thrown.
#pragma once

#include <functional>
#include <string>

namespace spaconf {

/// Does `work` and returns why it failed, empty when it did not. Throws Unavailable of our
/// database, where no reason could be recorded.
std::string why_failed(const std::function<void()>& work);

}  // namespace spaconf

// Rewrites every profile that today's templates and settings change.
#pragma once

#include <functional>
#include <string>

#include "registration/services.h"

namespace spaconf {

/// What is to be gone through, and who is told.
struct RegenerateOptions {
  std::string actor;             ///< Who asks
  const Model* model = nullptr;  ///< Only these phones; nullptr is all
  bool dry_run = false;          ///< Nothing is changed
  /// Told of each file that is not as it should be: "config/spa000e08112233.cfg".
  std::function<void(const std::string& file)> on_change = [](auto&) {};
  /// Told now and then how many of the phones have been looked at.
  std::function<void(std::int64_t looked_at, std::int64_t all)> on_progress = [](auto, auto) {};
};

/// How it went.
struct RegenerateResult {
  std::int64_t looked_at = 0;  ///< Phones
  std::int64_t changed = 0;    ///< Files that are new, or would be in a dry run
  std::int64_t left = 0;  ///< Phones whose profile could not be written; the worker tries again
};

/// Fills every profile and writes those that differ; a file
/// that is right is only read. What a profile becomes is promised in the database first,
/// as its next generation: whoever dies in the middle leaves whole files, and the rest to
/// the next run or the worker. Several processes share the work. Throws Misconfigured, and
/// std::runtime_error when one of them could not go on.
RegenerateResult regenerate(const Config& config, const RegenerateOptions& options);

}  // namespace spaconf

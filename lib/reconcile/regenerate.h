// Rewrites every profile that today's templates and settings change.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "registration/services.h"

namespace spaconf {

/// The options of a regeneration.
struct RegenerateOptions {
  std::string actor;             ///< The user, for the audit
  const Model* model = nullptr;  ///< Only these phones; nullptr is all
  bool dry_run = false;          ///< Nothing is changed
  bool adopted = false;          ///< Also profiles from before spaconf; else they stay as they are
  bool writes_missing = false;   ///< Also instead of such profiles that the folder does not have
  std::vector<std::string> refs =
      {};  ///< Only these phones, also with such a profile; empty is all
  /// Called with each outdated file: "config/spa000e08112233.cfg".
  std::function<void(const std::string& file)> on_change = [](auto&) {};
  /// Called from time to time with the number of phones checked so far.
  std::function<void(std::int64_t looked_at, std::int64_t all)> on_progress = [](auto, auto) {};
};

/// The result of a regeneration.
struct RegenerateResult {
  std::int64_t looked_at = 0;  ///< Phones
  std::int64_t changed = 0;    ///< Files that were rewritten, or would be in a dry run
  std::int64_t left = 0;       ///< Phones whose profile could not be written; the worker retries
};

/// Fills every profile and writes those that differ; other files are only read. Each new
/// generation is queued in the database before its file is published, so after a crash all files
/// are complete, and the next run or the worker does the rest. Several processes share the work.
/// Throws Misconfigured, and std::runtime_error when one of the processes failed.
RegenerateResult regenerate(const Config& config, const RegenerateOptions& options);

}  // namespace spaconf

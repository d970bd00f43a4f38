// Reads from [web] where each program listens and below which path it answers.
#pragma once

#include <filesystem>
#include <string>

#include "base/config.h"

namespace spaconf::web {

/// A program's socket and number of processes.
struct Place {
  std::filesystem::path socket;
  int workers;
};

/// The places of all programs. Each program reads all of them, so that it knows every key of [web].
struct Places {
  /// Throws Misconfigured.
  explicit Places(const Section& web);

  Place form, submit, api;
};

/// "/spaconf". Throws Misconfigured unless it begins with / and does not end with one.
std::string base_path_in(const Section& web);

}  // namespace spaconf::web

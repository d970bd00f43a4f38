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

/// The places of all programs, and how much the API's clients may ask. Each program reads all of
/// it, so that it knows every key of [web].
struct Places {
  /// Throws Misconfigured.
  explicit Places(const Section& web);

  Place form, submit, api;
  int api_requests_per_minute;  ///< Of one client, on average
  int api_burst;                ///< Of one client, after a pause
};

/// "/spaconf". Throws Misconfigured unless it begins with / and does not end with one.
std::string base_path_in(const Section& web);

}  // namespace spaconf::web

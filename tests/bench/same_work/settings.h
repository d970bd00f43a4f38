// Reads the settings of the programs from the environment, and exits on errors.
#pragma once

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace same_work {

inline void must(bool ok, const std::string& what) {
  if (!ok) throw std::runtime_error(what);
}

inline const char* setting(const char* name) {
  const char* value = std::getenv(name);
  must(value, std::string("there is no ") + name);
  return value;
}

}  // namespace same_work

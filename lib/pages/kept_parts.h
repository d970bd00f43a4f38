// Keeps parts of pages that are the same for everybody.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "base/language.h"

namespace spaconf {

/// Filled templates, each once for each language, because filling one costs more than looking it
/// up.
class KeptParts {
 public:
  /// The part of that name in the language in use. `fill` makes it the first time, and throws what
  /// it throws.
  const std::string& text(const std::string& name, const std::function<std::string()>& fill);

 private:
  std::map<std::pair<const Language*, std::string>, std::string> texts_;
};

}  // namespace spaconf

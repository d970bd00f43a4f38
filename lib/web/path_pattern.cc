// Walks through a pattern and a path together.
#include "web/path_pattern.h"

#include <algorithm>

#include "base/text.h"

namespace spaconf::web {

bool matches_path(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    if (pattern.front() == '*') {
      pattern.remove_prefix(1);
      path.remove_prefix(std::min(path.find('/'), path.size()));
    } else if (pattern.front() == path.front()) {
      pattern.remove_prefix(1);
      path.remove_prefix(1);
    } else {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

bool accepts_method(std::string_view of_route, std::string_view of_request) {
  const std::string_view needed = of_request == "HEAD" ? "GET" : of_request;
  return std::ranges::any_of(split(of_route, ','),
                             [&](const std::string& each) { return trim(each) == needed; });
}

}  // namespace spaconf::web

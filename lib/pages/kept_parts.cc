// Fills a part of a page when it is first asked for.
#include "pages/kept_parts.h"

#include "base/translation.h"

namespace spaconf {

const std::string& KeptParts::text(const std::string& name,
                                   const std::function<std::string()>& fill) {
  std::string& text = texts_[{&language(), name}];
  if (text.empty()) text = fill();
  return text;
}

}  // namespace spaconf

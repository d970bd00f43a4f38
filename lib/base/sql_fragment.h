// A part of a statement together with the values of its placeholders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// Statements that depend on what is asked for are put together from these.
struct SqlFragment {
  std::string text = {};
  std::vector<sql::Value> values = {};

  SqlFragment& add(std::string_view more, std::vector<sql::Value> bound = {}) {
    text += more;
    values.insert(values.end(), bound.begin(), bound.end());
    return *this;
  }
  SqlFragment& add(const SqlFragment& more) { return add(more.text, more.values); }
};

}  // namespace spaconf

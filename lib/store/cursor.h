// The place where a page of a search begins or ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/sql_fragment.h"
#include "store/search.h"

namespace spaconf {

/// A row at the edge of a page: its number, and its value in the column of the order.
struct Cursor {
  std::int64_t id = 0;
  std::string value = {};  ///< Empty when the order is that of the numbers
};

/// As addresses of pages have it: "NUMBER.VALUE".
std::string text_of(const Cursor& cursor);
/// Reads that; empty when it is not a cursor of this order.
std::optional<Cursor> cursor_in(const std::string& text, const Sorting& sorting);

/// A condition, beginning with AND: the rows after the cursor in this order, or before it.
SqlFragment beyond(const Sorting& sorting, const Cursor& cursor, bool backwards);
/// The ORDER BY clause.
SqlFragment order_by(const Sorting& sorting, bool backwards);

}  // namespace spaconf

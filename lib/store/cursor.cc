// Reads and writes cursors, and turns them into conditions.
#include "store/cursor.h"

#include "base/number.h"
#include "base/text.h"

namespace spaconf {

std::string text_of(const Cursor& cursor) { return std::to_string(cursor.id) + "." + cursor.value; }

std::optional<Cursor> cursor_in(const std::string& text, const Sorting& sorting) {
  // Those of other columns may be in any script; with a MAC the database compares only ASCII.
  if (sorting.column == "mac" && !is_ascii(text)) return {};
  auto dot = text.find('.');
  constexpr std::size_t most_digits = 18;
  if (dot == text.npos || dot > most_digits) return {};
  const auto id = whole_number(text.substr(0, dot), 0);
  if (!id) return {};
  return Cursor{*id, text.substr(dot + 1)};
}

SqlFragment beyond(const Sorting& sorting, const Cursor& cursor, bool backwards) {
  const std::string column(sorting.column);
  const std::string more = sorting.descends != backwards ? " < ?" : " > ?";
  if (column == "id") return {" AND id" + more, {cursor.id}};
  if (sorting.may_be_null && cursor.value.empty()) {
    return backwards
               ? SqlFragment{" AND " + column + " IS NULL AND id" + more, {cursor.id}}
               : SqlFragment{" AND (" + column + " IS NOT NULL OR id" + more + ")", {cursor.id}};
  }
  SqlFragment condition{" AND (" + column + more + " OR (" + column + " = ? AND id" + more + ")",
                        {cursor.value, cursor.value, cursor.id}};
  if (sorting.may_be_null && backwards) condition.add(" OR " + column + " IS NULL");
  return condition.add(")");
}

SqlFragment order_by(const Sorting& sorting, bool backwards) {
  const std::string direction = sorting.descends != backwards ? " DESC" : "";
  const std::string column(sorting.column);
  return {" ORDER BY " + column + direction + (column == "id" ? "" : ", id" + direction), {}};
}

}  // namespace spaconf

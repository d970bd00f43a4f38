// One search of phones: chooses how to read the rows of a page.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/criterion.h"
#include "store/cursor.h"
#include "store/search.h"

namespace spaconf {

/// How many phones are counted: people do not want to know how many more there are.
constexpr int most_counted = 1'000;

/// A search while it is carried out, page and count. phone_query.cc says how it chooses.
class PhoneQuery {
 public:
  PhoneQuery(sql::Connection& database, const Search& search);

  /// The cursors of at most `most` + 1 rows, from a cursor on.
  std::vector<Cursor> page(const std::optional<Cursor>& from, bool backwards, int most);
  /// How many rows there are, at most most_counted + 1.
  int count();

 private:
  const Criterion* rarest(int most);
  std::vector<std::string> similar_terms();
  std::optional<std::vector<Cursor>> merged(const std::optional<Cursor>& from, bool backwards,
                                            int most);
  SqlFragment by_index() const;
  std::optional<Cursor> end_of_scan(const std::optional<Cursor>& from, bool backwards);
  std::vector<Cursor> scanned(const std::optional<Cursor>& from, const std::optional<Cursor>& end,
                              bool backwards, int most);
  std::vector<Cursor> ordered(const SqlFragment& source, const SqlFragment& until,
                              const std::optional<Cursor>& from, bool backwards, int most);
  int counted(const SqlFragment& source);
  int counted(const Criterion& criterion);
  int row_count(const SqlFragment& select, int most);

  sql::Connection& database_;
  const Search& search_;
  SqlFragment where_;
  std::vector<Criterion> criteria_;
  std::string only_term_;  // when nothing else is searched for
  const Criterion* rarest_ = nullptr;
  bool all_are_common_ = false;
};

}  // namespace spaconf

// The table of search terms, by which phones are found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// Each term of a registration is one row. The registration's row has them all as one text as well:
/// phone_search.cc says why. Called in the transaction that changes that row.
class SearchIndex {
 public:
  explicit SearchIndex(sql::Connection& database) : database_(database) {}

  void add(std::int64_t registration, const std::vector<std::string>& terms);
  /// Adds rows of a term and a registration.
  void add_each(const std::vector<std::vector<sql::Value>>& rows);
  /// Removes and adds what differs from the terms that the registration's row has until now.
  void replace(std::int64_t registration, const std::vector<std::string>& present,
               std::vector<std::string> wanted);

 private:
  sql::Connection& database_;
};

}  // namespace spaconf

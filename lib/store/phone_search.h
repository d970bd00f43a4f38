// Finds phones by words, state and model.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "base/sql.h"
#include "store/record_reader.h"
#include "store/search.h"

namespace spaconf {

/// Searches among very many phones.
class PhoneSearch {
 public:
  explicit PhoneSearch(sql::Connection& database) : database_(database), reader_(database) {}

  /// One page of at most so many phones.
  Found page(const Search& search, int most);
  /// Those that match and whose numbers come after `after`, in the order of their numbers, with
  /// lines and permissions, without passwords; those of unknown models are left out.
  std::vector<Record> after(const Search& search, std::int64_t after, int most);
  /// How many are in each state, by its name; `most` + 1 when they are more than `most`. The number
  /// of live phones is the sum of all their states.
  std::map<std::string_view, int> counts(int most);

 private:
  sql::Connection& database_;
  RecordReader reader_;
};

}  // namespace spaconf

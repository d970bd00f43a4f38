// Reads rows of registrations and lines into records: the only place that does.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/sealed_record.h"

namespace spaconf {

/// Every record comes from here. `rest` is what follows FROM registration in the statement.
class RecordReader {
 public:
  explicit RecordReader(sql::Connection& database) : database_(database) {}

  /// One with its lines, in one statement. Throws std::runtime_error: its model is unknown.
  std::optional<SealedRecord> one(const std::string& ref);
  /// Without lines. Throws likewise.
  std::vector<SealedRecord> rows(const std::string& rest, const std::vector<sql::Value>& values);
  /// Without lines; rows that cannot be read are logged and left out.
  std::vector<SealedRecord> readable_rows(const std::string& rest,
                                          const std::vector<sql::Value>& values);
  /// Adds the lines of all of them, which are in the order of their numbers.
  void add_lines(std::vector<SealedRecord>& records);
  /// Those with these numbers that can be read, with their lines, in this order.
  std::vector<Record> numbered(const std::vector<std::int64_t>& registrations);

 private:
  sql::Connection& database_;
};

}  // namespace spaconf

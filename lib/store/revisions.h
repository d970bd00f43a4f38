// The table of revisions: what a registration was before each change.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/revision.h"
#include "store/sealed_record.h"

namespace spaconf {

/// The table of revisions. One is written under its registration's lock, and purged without it.
class Revisions {
 public:
  explicit Revisions(sql::Connection& database) : database_(database) {}

  /// Keeps what the registration was until now.
  void archive(const LockedRecord& before, const std::string& actor, const std::string& action);
  /// The latest first; those that cannot be read are logged and left out.
  std::vector<Revision> of(const Record& record);
  /// Deletes revisions that ended longer ago than this, some at a time, and returns how many.
  std::uint64_t purge(std::chrono::days age);

 private:
  sql::Connection& database_;
};

}  // namespace spaconf

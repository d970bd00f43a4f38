// The table of audit entries: who did what.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// One thing that happened.
struct AuditEntry {
  std::string at;  ///< UTC, "2026-11-23 10:33:07"
  std::string actor;
  std::string action;  ///< "register", "ticket", "edit", …
  std::string detail;  ///< For people; several lines
};

/// The table of audit entries.
class AuditTrail {
 public:
  explicit AuditTrail(sql::Connection& database) : database_(database) {}

  /// `ref` is empty for what is not about one registration. `detail` is for people and holds no
  /// secret. Only its beginning is stored when it is too long.
  void add(const std::string& actor, const std::string& action, const std::string& ref,
           const std::string& detail);
  /// Adds many of one action: references and details.
  void add_each(const std::string& actor, const std::string& action,
                const std::vector<std::pair<std::string, std::string>>& entries);
  /// At most so many entries about a registration, the newest first.
  std::vector<AuditEntry> of(const std::string& ref, int count);
  /// Deletes entries older than this, some at a time, and returns how many.
  std::uint64_t purge(std::chrono::days age);

 private:
  sql::Connection& database_;
};

}  // namespace spaconf

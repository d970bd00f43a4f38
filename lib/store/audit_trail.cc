// SQL for audit entries.
#include "store/audit_trail.h"

#include "store/column_values.h"
#include "store/purge.h"

namespace spaconf {

void AuditTrail::add(const std::string& actor, const std::string& action, const std::string& ref,
                     const std::string& detail) {
  add_each(actor, action, {{ref, detail}});
}

void AuditTrail::add_each(const std::string& actor, const std::string& action,
                          const std::vector<std::pair<std::string, std::string>>& entries) {
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [ref, detail] : entries) {
    rows.push_back({actor, action, ref, truncate_text(detail)});
  }
  database_.change_each(
      "INSERT INTO audit (at, actor, action, ref, detail) VALUES (UTC_TIMESTAMP(3), ?, ?, ?, ?)",
      rows);
}

std::vector<AuditEntry> AuditTrail::of(const std::string& ref, int count) {
  std::vector<AuditEntry> entries;
  for (const auto& row :
       database_.query("SELECT DATE_FORMAT(at, '%Y-%m-%d %H:%i:%s'), actor, action, detail"
                       " FROM audit WHERE ref = ? ORDER BY id DESC LIMIT ?",
                       {ref, count})) {
    entries.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
  }
  return entries;
}

std::uint64_t AuditTrail::purge(std::chrono::days age) {
  return purge_older(database_, "audit", "at", age);
}

}  // namespace spaconf

// SQL for revisions.
#include "store/revisions.h"

#include "base/log.h"
#include "store/purge.h"

namespace spaconf {

void Revisions::archive(const LockedRecord& before, const std::string& actor,
                        const std::string& action) {
  database_.change(
      "INSERT INTO revision (registration_id, version, since, until, actor, action, content)"
      " SELECT id, version, COALESCE(changed, created), UTC_TIMESTAMP(3), ?, ?, ?"
      " FROM registration WHERE id = ?",
      {actor, action, as_json(before.wanted, before.person), before.id});
}

std::vector<Revision> Revisions::of(const Record& record) {
  std::vector<Revision> revisions;
  for (const auto& row :
       database_.query("SELECT version, DATE_FORMAT(since, '%Y-%m-%d %H:%i:%s'),"
                       " DATE_FORMAT(until, '%Y-%m-%d %H:%i:%s'), actor, action, content"
                       " FROM revision WHERE registration_id = ? ORDER BY version DESC",
                       {record.id})) {
    Revision revision{.version = static_cast<int>(row.number(0)),
                      .since = row.text(1),
                      .until = row.text(2),
                      .actor = row.text(3),
                      .action = row.text(4),
                      .wanted = {},
                      .person = {}};
    try {
      read_json(row.text(5), revision.wanted, revision.person);
    } catch (const std::exception& error) {
      log(Priority::warning, "revision skipped", {{"ref", record.ref}, {"why", error.what()}});
      continue;
    }
    revisions.push_back(std::move(revision));
  }
  return revisions;
}

std::uint64_t Revisions::purge(std::chrono::days age) {
  return purge_older(database_, "revision", "until", age);
}

}  // namespace spaconf

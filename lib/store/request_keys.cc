// SQL for request keys.
#include "store/request_keys.h"

#include "store/batches.h"
#include "store/purge.h"

namespace spaconf {

std::optional<StoredAnswer> RequestKeys::answer(const std::string& actor, const std::string& key) {
  auto rows = database_.query(
      "SELECT fingerprint, ref FROM request WHERE request_key = ? AND actor = ?", {key, actor});
  if (rows.empty()) return {};
  return StoredAnswer{rows[0].text(0), rows[0].text(1)};
}

std::map<std::string, StoredAnswer> RequestKeys::answers(const std::string& actor,
                                                         const std::vector<std::string>& keys) {
  static const std::string statement =
      "SELECT request_key, fingerprint, ref FROM request WHERE actor = ? AND request_key IN (" +
      placeholders(batch_size) + ")";
  std::map<std::string, StoredAnswer> answers;
  for (const auto& places : batches_of(keys.size())) {
    std::vector<sql::Value> values{actor};
    for (std::size_t place : places) values.emplace_back(keys[place]);
    for (const auto& row : database_.query(statement, values)) {
      answers.emplace(row.text(0), StoredAnswer{row.text(1), row.text(2)});
    }
  }
  return answers;
}

std::string RequestKeys::batch(const std::string& actor, const std::string& key) {
  const auto rows = database_.query(
      "SELECT answer FROM batch_answer WHERE request_key = ? AND actor = ?", {key, actor});
  return rows.empty() ? "" : rows[0].text(0);
}

void RequestKeys::claim(const std::string& actor, const std::string& key,
                        const StoredAnswer& answer) {
  locks_.take(Lock::request);
  database_.change(
      "INSERT INTO request (actor, request_key, fingerprint, ref, created)"
      " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {actor, key, answer.fingerprint, answer.ref});
  if (answer.batch.empty()) return;
  database_.change(
      "INSERT INTO batch_answer (actor, request_key, answer, created)"
      " VALUES (?, ?, ?, UTC_TIMESTAMP(3))",
      {actor, key, answer.batch});
}

void RequestKeys::claim_all(const std::string& actor, const std::vector<StoredRequest>& requests) {
  locks_.take(Lock::request);
  std::vector<std::vector<sql::Value>> rows;
  for (const StoredRequest& each : requests) {
    rows.push_back({actor, each.key, each.answer.fingerprint, each.answer.ref});
  }
  database_.change_each(
      "INSERT INTO request (actor, request_key, fingerprint, ref, created)"
      " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))",
      rows);
}

std::uint64_t RequestKeys::purge(std::chrono::days age) {
  return purge_older(database_, "batch_answer", "created", age) +
         purge_older(database_, "request", "created", age);
}

}  // namespace spaconf

// SQL for the state of profiles.
#include "store/profile_queue.h"

#include <algorithm>
#include <iterator>

#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {

std::vector<SealedRecord> ProfileQueue::phones(std::int64_t first, std::int64_t last,
                                               const Model* model) {
  const std::string name(model ? model->name : "");
  auto found = reader_.rows(
      "WHERE id BETWEEN ? AND ? AND state = 'live' AND profile_state <> 'none'"
      " AND (? = '' OR model = ?) AND " +
          is_readable() + " ORDER BY id",
      {first, last, name, name});
  reader_.add_lines(found);
  return found;
}

std::vector<SealedRecord> ProfileQueue::done_phones(
    const std::vector<std::int64_t>& registrations) {
  std::vector<SealedRecord> found;
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    auto rows = reader_.rows("WHERE state = 'live' AND profile_state = 'done' AND " +
                                 is_readable() + " AND id " + in_list,
                             numbers);
    std::ranges::move(rows, std::back_inserter(found));
  });
  std::ranges::sort(found, {}, &SealedRecord::id);
  reader_.add_lines(found);
  return found;
}

std::int64_t ProfileQueue::last_phone() {
  return database_.query("SELECT COALESCE(MAX(id), 0) FROM registration").at(0).number(0);
}

std::int64_t ProfileQueue::count(const Model* model) {
  const std::string name(model ? model->name : "");
  return database_
      .query(
          "SELECT COUNT(*) FROM registration WHERE state = 'live' AND profile_state <> 'none'"
          " AND (? = '' OR model = ?)",
          {name, name})
      .at(0)
      .number(0);
}

std::vector<RowVersion> ProfileQueue::lock(const std::vector<std::int64_t>& registrations) {
  locks_.take(Lock::registration);
  std::vector<RowVersion> all;
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    for (const auto& row :
         database_.query("SELECT id, version, generation, profile_state <> 'done', EXISTS"
                         " (SELECT 1 FROM line JOIN account ON account.id = account_id"
                         " WHERE registration_id = registration.id AND " +
                             account_waits() +
                             "), COALESCE(profile_sha256, ''), COALESCE(active_mac, '')"
                             " FROM registration WHERE id " +
                             in_list + " AND state = 'live' ORDER BY id FOR UPDATE",
                         numbers)) {
      all.push_back({row.number(0), static_cast<int>(row.number(1)),
                     static_cast<int>(row.number(2)), row.number(3) != 0, row.number(4) != 0,
                     row.text(5), row.text(6)});
    }
  });
  return all;
}

void ProfileQueue::enqueue(const std::vector<std::int64_t>& registrations, const std::string& owner,
                           std::chrono::seconds time) {
  for (std::int64_t each : registrations) locks_.take_late(Lock::registration, each);
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    database_.change(
        "UPDATE registration SET generation = generation + 1, profile_state = 'pending',"
        " updated = UTC_TIMESTAMP(3)"
        " WHERE state = 'live' AND profile_state <> 'none' AND id " +
            in_list,
        numbers);
    locks_.take(Lock::task);
    std::vector<sql::Value> values{owner, time.count()};
    values.insert(values.end(), numbers.begin(), numbers.end());
    database_.change(
        "INSERT INTO task (registration_id, kind, generation, not_before, created, lease_owner,"
        " lease_until) SELECT id, 'profile', generation, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ?,"
        " UTC_TIMESTAMP(3) + INTERVAL ? SECOND FROM registration"
        " FORCE INDEX (PRIMARY) WHERE state = 'live' AND profile_state = 'pending' AND id " +
            in_list +
            " ON DUPLICATE KEY UPDATE state = 'due', lease_owner = VALUES(lease_owner),"
            " lease_until = VALUES(lease_until)",
        values);
  });
}

void ProfileQueue::done(const std::vector<std::pair<std::int64_t, std::string>>& written) {
  static const std::string these = "IN (" + placeholders(batch_size) + ")";
  static const std::string states = "UPDATE registration SET profile_sha256 = CASE id " +
                                    placeholders(batch_size, "WHEN ? THEN ?", " ") +
                                    " END, profile_state = 'done', profile_reason = '',"
                                    " updated = UTC_TIMESTAMP(3) WHERE id " +
                                    these;
  // What was due is in the other index until it is purged, and would be looked at.
  static const std::string tasks =
      "UPDATE task FORCE INDEX (one_per_generation) SET state = 'done', lease_owner = NULL,"
      " lease_until = NULL, reason = ''"
      " WHERE kind = 'profile' AND state = 'due' AND registration_id " +
      these;
  locks_.take(Lock::task);
  for (const auto& places : batches_of(written.size())) {
    std::vector<sql::Value> values, numbers;
    for (std::size_t place : places) {
      const auto& [id, sha256] = written[place];
      values.emplace_back(id);
      values.emplace_back(sha256);
      numbers.emplace_back(id);
    }
    values.insert(values.end(), numbers.begin(), numbers.end());
    database_.change(states, values);
    database_.change(tasks, numbers);
  }
}

bool ProfileQueue::done(const Record& record, const std::string& sha256,
                        const std::function<void()>& once_locked) {
  locks_.take(Lock::registration, record.id);
  const bool is_that = database_.change(
                           "UPDATE registration SET profile_state = 'done', profile_sha256 = ?,"
                           " profile_reason = '', updated = UTC_TIMESTAMP(3)"
                           " WHERE id = ? AND generation = ?"
                           " AND state = 'live' AND profile_state = 'pending'",
                           {sha256, record.id, record.generation}) > 0;
  if (!is_that) return false;
  if (once_locked) once_locked();
  if (record.wanted.mac) withdrawals_.cancel(*record.wanted.mac);
  // A statement of its own, since one for both tables keeps lists of rows and takes thrice as long.
  locks_.take(Lock::task);
  database_.change(
      "UPDATE task SET state = 'done', lease_owner = NULL, lease_until = NULL, reason = ''"
      " WHERE registration_id = ? AND kind = 'profile' AND generation <= ?",
      {record.id, record.generation});
  return true;
}

void ProfileQueue::adopted(std::int64_t registration, const std::string& sha256) {
  database_.change("UPDATE registration SET profile_sha256 = NULLIF(?, '') WHERE id = ?",
                   {sha256, registration});
}

void ProfileQueue::failed(std::int64_t registration, const std::string& reason) {
  database_.change(
      "UPDATE registration SET profile_reason = ? WHERE id = ?"
      " AND (profile_state = 'pending' OR state = 'retiring')",
      {truncate_reason(reason), registration});
}

void ProfileQueue::removed(std::int64_t registration) {
  locks_.take(Lock::registration, registration);
  locks_.take(Lock::task);
  database_.change(
      "UPDATE registration LEFT JOIN task ON registration_id = registration.id"
      " AND kind = 'profile' AND task.state = 'due'"
      " SET profile_state = 'none', profile_reason = '', profile_sha256 = NULL,"
      " registration.state = IF(registration.state = 'retiring', 'retired', registration.state),"
      " task.state = 'done', lease_owner = NULL, lease_until = NULL, reason = ''"
      " WHERE registration.id = ?",
      {registration});
}

std::string ProfileQueue::sha256(std::int64_t registration) {
  return database_.query("SELECT profile_sha256 FROM registration WHERE id = ?", {registration})
      .at(0)
      .text(0);
}

}  // namespace spaconf

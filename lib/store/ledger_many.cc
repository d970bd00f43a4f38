// SQL for many registrations at once.
// The ledger's statements for many registrations at once.
#include <algorithm>

#include "store/columns.h"
#include "store/ledger.h"

namespace spaconf {
namespace {

/// How many rows a statement for many takes. It always has as many placeholders, so that
/// it is prepared once.
constexpr std::size_t batch = 256;

std::string placeholders(const std::string& each, const char* between) {
  std::string text;
  for (std::size_t i = 0; i < batch; ++i) text += (i ? between : "") + each;
  return text;
}

const std::string& these() {
  static const std::string text = "IN (" + placeholders("?", ", ") + ")";
  return text;
}

/// All numbers in batches, the last of which is filled up with its last number.
std::vector<std::vector<sql::Value>> batches(const std::vector<std::int64_t>& numbers) {
  std::vector<std::vector<sql::Value>> all;
  for (std::size_t begin = 0; begin < numbers.size(); begin += batch) {
    auto& values = all.emplace_back();
    for (std::size_t i = begin; i < begin + batch; ++i) {
      values.emplace_back(numbers[std::min(i, numbers.size() - 1)]);
    }
  }
  return all;
}

}  // namespace

void Ledger::add_lines_to_all(std::vector<Record>& records) {
  static const std::string statement =
      "SELECT registration_id, position, user, domain, secret, display FROM line"
      " JOIN account ON account.id = account_id WHERE registration_id " +
      these() + " ORDER BY registration_id, position";
  std::vector<std::int64_t> ids;
  for (const Record& record : records) ids.push_back(record.id);
  auto record = records.begin();
  for (const auto& numbers : batches(ids)) {
    for (const auto& row : database_.query(statement, numbers)) {
      while (record->id != row.number(0)) ++record;
      Line line{.position = static_cast<int>(row.number(1)),
                .user = row.text(2),
                .password = {},
                .display = row.text(5)};
      try {
        line.password = unsealed(row.text(4), row.text(2), row.text(3));
      } catch (const std::runtime_error& error) {
        record->fault = error.what();
      }
      record->wanted.lines.push_back(std::move(line));
    }
  }
}

std::vector<Record> Ledger::phones(std::int64_t first, std::int64_t last, const Model* model) {
  const std::string name(model ? model->name : "");
  auto found = records(
      "WHERE id BETWEEN ? AND ? AND state = 'live' AND profile_state <> 'none'"
      " AND (? = '' OR model = ?) AND " +
          is_of_known_model() + " ORDER BY id",
      {first, last, name, name});
  add_lines_to_all(found);
  return found;
}

std::int64_t Ledger::last_phone() {
  return database_.query("SELECT COALESCE(MAX(id), 0) FROM registration").at(0).number(0);
}

std::int64_t Ledger::count_phones(const Model* model) {
  const std::string name(model ? model->name : "");
  return database_
      .query(
          "SELECT COUNT(*) FROM registration WHERE state = 'live' AND profile_state <> 'none'"
          " AND (? = '' OR model = ?)",
          {name, name})
      .at(0)
      .number(0);
}

std::vector<RowVersion> Ledger::lock_all(const std::vector<std::int64_t>& registrations) {
  static const std::string statement =
      "SELECT id, version, generation, profile_state = 'pending' FROM registration WHERE id " +
      these() + " AND state = 'live' ORDER BY id FOR UPDATE";
  std::vector<RowVersion> all;
  for (const auto& numbers : batches(registrations)) {
    for (const auto& row : database_.query(statement, numbers)) {
      all.push_back({row.number(0), static_cast<int>(row.number(1)),
                     static_cast<int>(row.number(2)), row.number(3) != 0});
    }
  }
  return all;
}

void Ledger::cancel_withdrawal(const std::vector<std::int64_t>& registrations) {
  static const std::string statement =
      "DELETE leaving FROM leaving JOIN registration ON active_mac = leaving.mac"
      " WHERE registration.id " +
      these();
  for (const auto& numbers : batches(registrations)) database_.change(statement, numbers);
}

void Ledger::enqueue_profiles(const std::vector<std::int64_t>& registrations,
                              const std::string& owner, std::chrono::seconds time) {
  static const std::string next =
      "UPDATE registration SET generation = generation + 1, profile_state = 'pending',"
      " updated = UTC_TIMESTAMP(3)"
      " WHERE state = 'live' AND profile_state <> 'none' AND id " +
      these();
  static const std::string tasks =
      "INSERT INTO task (registration_id, kind, generation, not_before, created, lease_owner,"
      " lease_until) SELECT id, 'profile', generation, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), ?,"
      " UTC_TIMESTAMP(3) + INTERVAL ? SECOND FROM registration"
      " FORCE INDEX (PRIMARY) WHERE state = 'live' AND profile_state = 'pending' AND id " +
      these() +
      " ON DUPLICATE KEY UPDATE state = 'due', lease_owner = VALUES(lease_owner),"
      " lease_until = VALUES(lease_until)";
  for (const auto& numbers : batches(registrations)) {
    database_.change(next, numbers);
    std::vector<sql::Value> values{owner, time.count()};
    values.insert(values.end(), numbers.begin(), numbers.end());
    database_.change(tasks, values);
  }
}

void Ledger::profiles_done(const std::vector<std::pair<std::int64_t, std::string>>& written) {
  static const std::string done = "UPDATE registration SET profile_sha256 = CASE id " +
                                  placeholders("WHEN ? THEN ?", " ") +
                                  " END, profile_state = 'done', profile_reason = '',"
                                  " updated = UTC_TIMESTAMP(3) WHERE id " +
                                  these();
  // Whatever was due is in the other index until it is purged, and would be looked at.
  static const std::string tasks =
      "UPDATE task FORCE INDEX (promise) SET state = 'done', lease_owner = NULL, lease_until = "
      "NULL, reason = ''"
      " WHERE kind = 'profile' AND state = 'due' AND registration_id " +
      these();
  for (std::size_t begin = 0; begin < written.size(); begin += batch) {
    std::vector<sql::Value> values, numbers;
    for (std::size_t i = begin; i < begin + batch; ++i) {
      const auto& [id, sha256] = written[std::min(i, written.size() - 1)];
      values.emplace_back(id);
      values.emplace_back(sha256);
      numbers.emplace_back(id);
    }
    values.insert(values.end(), numbers.begin(), numbers.end());
    database_.change(done, values);
    database_.change(tasks, numbers);
  }
}

}  // namespace spaconf

// SQL for lines.
#include "store/lines.h"

#include "store/batches.h"

namespace spaconf {

void Lines::add(std::int64_t registration, const Line& line, std::int64_t account) {
  add_each({{registration, &line, account}});
}

void Lines::add_each(const std::vector<NewLine>& lines) {
  std::vector<std::vector<sql::Value>> rows;
  for (const NewLine& each : lines) {
    rows.push_back({each.registration, each.line->position, each.account, each.line->display});
  }
  database_.change_each(
      "INSERT INTO line (registration_id, position, account_id, display) VALUES (?, ?, ?, ?)",
      rows);
}

void Lines::remove_all(std::int64_t registration) {
  database_.change("DELETE FROM line WHERE registration_id = ?", {registration});
}

std::vector<AccountPhone> Lines::phones_with(std::int64_t account) {
  std::vector<AccountPhone> phones;
  for (const auto& row :
       database_.query("SELECT DISTINCT registration_id, ref FROM line LEFT JOIN registration"
                       " ON registration.id = registration_id WHERE account_id = ?"
                       " ORDER BY registration_id",
                       {account})) {
    phones.push_back({row.number(0), row.text(1)});
  }
  return phones;
}

std::vector<const Model*> Lines::models_with(const std::string& user, const std::string& domain) {
  std::vector<const Model*> models;
  for (const auto& row :
       database_.query("SELECT DISTINCT model FROM account JOIN line ON account_id = account.id"
                       " JOIN registration ON registration.id = registration_id AND state = 'live'"
                       " WHERE user = ? AND domain = ?",
                       {user, domain})) {
    if (const Model* model = find_model(row.text(0))) models.push_back(model);
  }
  return models;
}

std::string Lines::software_phone_with(const std::string& user, const std::string& domain,
                                       const std::string& login, std::int64_t except) {
  const auto rows = database_.query(
      "SELECT ref FROM account JOIN line ON account_id = account.id"
      " JOIN registration ON registration.id = registration_id"
      " WHERE user = ? AND domain = ? AND login = ? AND state = 'live' AND mac IS NULL"
      " AND registration.id <> ? LIMIT 1",
      {user, domain, login, except});
  return rows.empty() ? "" : rows[0].text(0);
}

std::set<int> Lines::with_first_password(std::int64_t registration) {
  std::set<int> positions;
  // A registration's row is written before its accounts, and a former password is kept for a day.
  for (const auto& row : database_.query(
           "SELECT position FROM line JOIN registration ON registration.id = registration_id"
           " JOIN account ON account.id = account_id"
           " WHERE registration.id = ? AND account.created >= registration.created"
           " AND registration.created > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
           " AND NOT EXISTS (SELECT 1 FROM former_password"
           " WHERE former_password.account_id = account.id)"
           " AND NOT EXISTS (SELECT 1 FROM line AS other WHERE other.account_id = account.id"
           " AND other.registration_id <> registration.id)",
           {registration})) {
    positions.insert(static_cast<int>(row.number(0)));
  }
  return positions;
}

std::vector<std::int64_t> Lines::without_live_phone() {
  return numbers_in(
      database_.query("SELECT DISTINCT registration_id FROM line LEFT JOIN registration"
                      " ON registration.id = registration_id"
                      " WHERE registration.id IS NULL OR state <> 'live' ORDER BY 1"));
}

}  // namespace spaconf

// SQL for lines.
#include "store/lines.h"

#include "store/batches.h"

namespace spaconf {

void Lines::add(std::int64_t registration, const Line& line, std::int64_t account) {
  database_.change(
      "INSERT INTO line (registration_id, position, account_id, display) VALUES (?, ?, ?, ?)",
      {registration, line.position, account, line.display});
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

std::vector<std::int64_t> Lines::without_live_phone() {
  return numbers_in(
      database_.query("SELECT DISTINCT registration_id FROM line LEFT JOIN registration"
                      " ON registration.id = registration_id"
                      " WHERE registration.id IS NULL OR state <> 'live' ORDER BY 1"));
}

}  // namespace spaconf

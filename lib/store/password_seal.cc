// Seals and opens SIP passwords with AES-GCM.
// Each row is changed by a statement of its own, if it still is what was read.
#include "store/password_seal.h"

#include "base/crypto.h"

namespace spaconf {
namespace {

constexpr int batch = 200;

std::string about(const std::string& user, const std::string& domain) {
  return user + "@" + domain;
}

/// Where sealed passwords are.
struct Place {
  const char* what;  ///< Follows the account's name
  const char *select, *update;
};
constexpr Place places[] = {
    {"", "SELECT id, user, domain, secret FROM account WHERE id > ? ORDER BY id LIMIT ?",
     "UPDATE account SET secret = ? WHERE id = ? AND secret = ?"},
    {" (its former password)",
     "SELECT former_password.id, user, domain, former_password.secret FROM former_password"
     " JOIN account ON account.id = account_id WHERE former_password.id > ?"
     " ORDER BY former_password.id LIMIT ?",
     "UPDATE former_password SET secret = ? WHERE id = ? AND secret = ?"},
};

/// Calls `visit` with the id, user, domain and sealed password of each row.
void for_each(sql::Connection& database, const Place& place,
              const std::function<void(const sql::Row&)>& visit) {
  for (std::int64_t last = 0;;) {
    const auto rows = database.query(place.select, {last, batch});
    if (rows.empty()) return;
    for (const auto& row : rows) visit(row);
    last = rows.back().number(0);
  }
}

bool is_current(const PasswordSeal& seal, const sql::Row& row) {
  return seal.is_current(row.text(3), row.text(1), row.text(2));
}

void reseal(sql::Connection& database, const PasswordSeal& seal, const Place& place,
            const sql::Row& row, Resealed& result) {
  const std::string user = row.text(1), domain = row.text(2), before = row.text(3);
  if (const auto password = seal.opened(before, user, domain)) {
    const std::string sealed = seal.sealed({user, domain, *password});
    result.count +=
        static_cast<std::int64_t>(database.change(place.update, {sealed, row.number(0), before}));
  } else {
    result.unopened.push_back(about(user, domain) + place.what);
  }
}

std::int64_t count_passwords(sql::Connection& database) {
  return database
      .query("SELECT (SELECT COUNT(*) FROM account) + (SELECT COUNT(*) FROM former_password)")[0]
      .number(0);
}

}  // namespace

SealKeys seal_keys(const Section& database) {
  SealKeys keys{.current = database.key("key_file"), .former = {}};
  if (database.has("former_key_file")) keys.former = database.key("former_key_file");
  return keys;
}

PasswordSeal::PasswordSeal(const Secret& key, const Secret& former) {
  for (const Secret* each : {&key, &former}) {
    if (each->empty()) continue;
    keys_.push_back(derived_key(*each, "SIP passwords"));
    keys_.push_back(*each);
  }
}

std::string PasswordSeal::sealed(const Account& account) const {
  return seal(keys_.front(), account.password, about(account.user, account.domain));
}

std::optional<Secret> PasswordSeal::opened(const std::string& sealed, const std::string& user,
                                           const std::string& domain) const {
  for (const Secret& key : keys_) {
    if (auto password = unseal(key, sealed, about(user, domain))) return password;
  }
  return {};
}

RecordWithPasswords PasswordSeal::opened(const SealedRecord& record) const {
  RecordWithPasswords with_passwords(record);
  for (std::size_t i = 0; i < record.passwords.size(); ++i) {
    Line& line = with_passwords.wanted.lines[i];
    auto password = opened(record.passwords[i].text, line.user, record.passwords[i].domain);
    if (!password) throw UnreadablePassword(line.user);
    line.password = std::move(*password);
  }
  return with_passwords;
}

bool PasswordSeal::is_current(const std::string& sealed, const std::string& user,
                              const std::string& domain) const {
  return unseal(keys_.front(), sealed, about(user, domain)).has_value();
}

Resealed reseal_passwords(sql::Connection& database, const PasswordSeal& seal,
                          const SealProgress& on_progress) {
  const std::int64_t all = count_passwords(database);
  std::int64_t looked_at = 0;
  Resealed result;
  for (const Place& place : places) {
    for_each(database, place, [&](const sql::Row& row) {
      if (is_current(seal, row)) {
        ++result.current;
      } else {
        reseal(database, seal, place, row, result);
      }
      if (++looked_at % batch == 0 || looked_at == all) on_progress(looked_at, all);
    });
  }
  return result;
}

std::int64_t count_outdated_passwords(sql::Connection& database, const PasswordSeal& seal) {
  std::int64_t count = 0;
  for (const Place& place : places) {
    for_each(database, place, [&](const sql::Row& row) { count += !is_current(seal, row); });
  }
  return count;
}

}  // namespace spaconf

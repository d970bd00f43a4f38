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
  const char *select, *update;
};
constexpr Place places[] = {
    {"SELECT id, user, domain, secret FROM account WHERE id > ? ORDER BY id LIMIT ?",
     "UPDATE account SET secret = ? WHERE id = ? AND secret = ?"},
    {"SELECT account.id, user, domain, former_password.secret FROM former_password"
     " JOIN account ON account.id = account_id WHERE account_id > ? ORDER BY account_id LIMIT ?",
     "UPDATE former_password SET secret = ? WHERE account_id = ? AND secret = ?"},
};

void reseal(sql::Connection& database, const PasswordSeal& seal, const Place& place,
            Resealed& result) {
  for (std::int64_t last = 0;;) {
    const auto rows = database.query(place.select, {last, batch});
    if (rows.empty()) return;
    for (const auto& row : rows) {
      const std::string user = row.text(1), domain = row.text(2), former = row.text(3);
      last = row.number(0);
      if (seal.is_current(former, user, domain)) continue;
      const auto password = seal.opened(former, user, domain);
      if (!password) {
        result.unopened.push_back(about(user, domain));
        continue;
      }
      const std::string sealed = seal.sealed({user, domain, *password});
      result.count += static_cast<int>(database.change(place.update, {sealed, last, former}));
    }
  }
}

}  // namespace

PasswordSeal::PasswordSeal(const Secret& key)
    : key_(derived_key(key, "SIP passwords")), former_(key) {}

std::string PasswordSeal::sealed(const Account& account) const {
  return seal(key_, account.password, about(account.user, account.domain));
}

std::optional<Secret> PasswordSeal::opened(const std::string& sealed, const std::string& user,
                                           const std::string& domain) const {
  auto password = unseal(key_, sealed, about(user, domain));
  return password ? password : unseal(former_, sealed, about(user, domain));
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
  return unseal(key_, sealed, about(user, domain)).has_value();
}

Resealed reseal_passwords(sql::Connection& database, const Secret& key) {
  const PasswordSeal seal(key);
  Resealed result;
  for (const Place& place : places) reseal(database, seal, place, result);
  return result;
}

}  // namespace spaconf

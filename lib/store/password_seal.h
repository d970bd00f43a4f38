// Seals the SIP passwords in our tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "account/account.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/sql.h"
#include "store/sealed_record.h"

namespace spaconf {

/// The key file does not open the password of an account.
class UnreadablePassword : public Conflict {
 public:
  explicit UnreadablePassword(const std::string& user)
      : Conflict({"", "The password of " + user +
                          " cannot be decrypted: [database] key_file has another key."}) {}
};

/// AES-256-GCM with a key derived from [database] key_file. A sealed password is bound to
/// the account's name, so that a row copied over another cannot be opened.
class PasswordSeal {
 public:
  explicit PasswordSeal(const Secret& key);

  std::string sealed(const Account& account) const;
  /// Opens also what was sealed with the key file itself, as was done before keys were derived.
  /// Empty when the key file is another one.
  std::optional<Secret> opened(const std::string& sealed, const std::string& user,
                               const std::string& domain) const;
  /// The record with the passwords of its lines. Throws UnreadablePassword.
  RecordWithPasswords opened(const SealedRecord& record) const;
  /// True when this was sealed with the derived key.
  bool is_current(const std::string& sealed, const std::string& user,
                  const std::string& domain) const;

 private:
  Secret key_, former_;
};

struct Resealed {
  int count = 0;                      ///< of passwords
  std::vector<std::string> unopened;  ///< the accounts whose password the key does not open
};

/// Seals all passwords with the derived key that are not yet. Can be cut short at any time, goes
/// on where it was, and leaves alone what others change at the same time.
Resealed reseal_passwords(sql::Connection& database, const Secret& key);

}  // namespace spaconf

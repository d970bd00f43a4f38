// Seals the SIP passwords in our tables.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "account/account.h"
#include "base/config.h"
#include "base/error.h"
#include "base/secret.h"
#include "base/sql.h"
#include "store/sealed_record.h"

namespace spaconf {

/// The keys that encrypt our SIP passwords, 32 bytes each.
struct SealKeys {
  Secret current;  ///< Of key_file
  Secret former;   ///< Of former_key_file; empty when it is not set
};

/// Those that [database] names. Throws Misconfigured.
SealKeys seal_keys(const Section& database);

/// No key opens the password of an account.
class UnreadablePassword : public Conflict {
 public:
  explicit UnreadablePassword(const std::string& user)
      : Conflict({"", "The password of " + user +
                          " cannot be decrypted: [database] key_file has another key."}) {}
};

/// AES-256-GCM with a key derived from [database] key_file; former_key_file only opens. A sealed
/// password is bound to the account's name, so that a row copied over another cannot be opened.
class PasswordSeal {
 public:
  /// `key` has 32 bytes; `former` too, or is empty.
  explicit PasswordSeal(const Secret& key, const Secret& former = Secret());
  explicit PasswordSeal(const SealKeys& keys) : PasswordSeal(keys.current, keys.former) {}

  std::string sealed(const Account& account) const;
  /// Opens also what was sealed with a key file itself, as was done before keys were derived.
  /// Empty when it was sealed with another key.
  std::optional<Secret> opened(const std::string& sealed, const std::string& user,
                               const std::string& domain) const;
  /// The record with the passwords of its lines. Throws UnreadablePassword.
  RecordWithPasswords opened(const SealedRecord& record) const;
  /// True when this was sealed with the key derived from the current one.
  bool is_current(const std::string& sealed, const std::string& user,
                  const std::string& domain) const;

 private:
  std::vector<Secret> keys_;  ///< All that open; the first one seals
};

struct Resealed {
  std::int64_t count = 0;             ///< How many passwords were sealed again
  std::int64_t current = 0;           ///< How many were sealed with the current key already
  std::vector<std::string> unopened;  ///< The accounts whose password no key opens
};

/// Called with how many passwords have been looked at, and of how many.
using SealProgress = std::function<void(std::int64_t looked_at, std::int64_t all)>;

/// Seals all passwords with the current key that are not yet. Can be cut short at any time, goes
/// on where it was, and leaves alone what others change at the same time.
Resealed reseal_passwords(
    sql::Connection& database, const PasswordSeal& seal,
    const SealProgress& on_progress = [](auto, auto) {});

/// How many passwords are not sealed with the current key. Throws Unavailable.
std::int64_t count_outdated_passwords(sql::Connection& database, const PasswordSeal& seal);

}  // namespace spaconf

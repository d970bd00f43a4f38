// Brings accounts to an exchange that our transaction does not cover.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "account/exchange.h"
#include "store/store.h"

namespace spaconf {

/// Writes and removes on the exchange what changes have left in our table of accounts.
class PendingAccounts {
 public:
  PendingAccounts(Store& store, Exchange& exchange) : store_(store), exchange_(exchange) {}

  /// Brings to the exchange what changes of this registration, whose row is locked, have left, and
  /// the accounts of its lines. Runs in the open transaction. Returns why some of them are not
  /// current, empty when all are. Throws Unavailable("database", …).
  std::string bring(std::int64_t registration);
  /// Writes the new accounts of a new registration, whose row is locked, in the open transaction.
  /// Throws when that fails in any way; then bring() finds out why.
  void write_new(const RecordWithPasswords& record);
  /// After bring(): is it to be called again, in another transaction, to go on?
  bool must_be_repeated() const { return must_be_repeated_; }
  /// Did the exchange not answer the last time?
  bool exchange_is_away() const { return is_away_; }

 private:
  std::string bring_all(const std::vector<std::int64_t>& accounts);
  std::string bring_one(const LockedAccount& account);
  void write(const LockedAccount& account);
  void write_line(const Line& line);
  void require_domain(const LockedAccount& account) const;
  bool is_found_free(const LockedAccount& account);
  void take_over(const LockedAccount& account);
  void remove(const LockedAccount& account);
  bool is_ours(const LockedAccount& account);

  Store& store_;
  Exchange& exchange_;
  bool is_away_ = false, must_be_repeated_ = false;
};

}  // namespace spaconf

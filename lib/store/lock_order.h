// The order in which rows are locked, and a check of it in debug builds.
#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace spaconf {

/// Tables whose rows a transaction locks, in the order in which it does. Lines are changed and
/// revisions written only under their registration's lock, files only after all rows.
enum class Lock { request, ticket_batch, registration, account, withdrawal, task, backlog };

/// The locks of the open transaction of one connection. A program that takes them out of order can
/// wait for another that waits for it; the database then undoes one of the two.
class LockOrder {
 public:
  /// `transaction` gives the number of the open transaction, 0 when none is open.
  explicit LockOrder(std::function<std::uint64_t()> transaction)
      : open_transaction_(std::move(transaction)) {}

  /// A row of the table is about to be locked; `row` is its number, 0 when there is none yet. A row
  /// that is locked already may be named again. Throws std::logic_error when the transaction has a
  /// lock that comes later, unless NDEBUG is defined.
  void take(Lock lock, std::int64_t row = 0);
  /// The same for a row that is known only when later ones are locked: the other phones of an
  /// account that changes. Where two such transactions collide, transact() repeats one of them.
  void take_late(Lock lock, std::int64_t row);

 private:
  /// False outside of a transaction, where a lock ends with its statement.
  bool is_in_transaction();

  std::function<std::uint64_t()> open_transaction_;
  std::uint64_t transaction_ = 0;
  std::vector<std::pair<Lock, std::int64_t>> held_;
};

}  // namespace spaconf

// Checks that a transaction locks rows in the one order.
#include "store/lock_order.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace spaconf {
namespace {

#ifdef NDEBUG
constexpr bool is_checked = false;
#else
constexpr bool is_checked = true;
#endif

constexpr const char* names[] = {"request",    "ticket_batch", "registration", "account",
                                 "withdrawal", "task",         "backlog"};

}  // namespace

bool LockOrder::is_in_transaction() {
  const std::uint64_t transaction = open_transaction_();
  if (transaction != transaction_) held_.clear();
  transaction_ = transaction;
  return transaction != 0;
}

void LockOrder::take(Lock lock, std::int64_t row) {
  if (!is_checked || !is_in_transaction()) return;
  const bool is_held = std::ranges::find(held_, std::pair(lock, row)) != held_.end();
  if (is_held && row != 0) return;
  for (const auto& [other, number] : held_) {
    if (other <= lock) continue;
    throw std::logic_error(std::string("lock order: ") + names[int(lock)] + " after " +
                           names[int(other)]);
  }
  // One entry for all rows without a number, because a batch locks thousands.
  if (!is_held) held_.emplace_back(lock, row);
}

void LockOrder::take_late(Lock lock, std::int64_t row) {
  if (is_checked && is_in_transaction()) held_.emplace_back(lock, row);
}

}  // namespace spaconf

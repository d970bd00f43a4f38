// Tests lib/store/lock_order.cc.
#include "store/lock_order.h"

#include "fixtures.h"

namespace spaconf {

class LockOrderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LockOrderTest);
  CPPUNIT_TEST(takes_locks_in_order);
  CPPUNIT_TEST(catches_a_lock_that_is_taken_too_late);
  CPPUNIT_TEST(names_a_locked_row_again);
  CPPUNIT_TEST(takes_what_is_known_late);
  CPPUNIT_TEST(forgets_the_locks_of_a_former_transaction);
  CPPUNIT_TEST(checks_nothing_outside_of_a_transaction);
  CPPUNIT_TEST_SUITE_END();

  std::uint64_t transaction_ = 1;
  LockOrder locks_{[this] { return transaction_; }};

  std::string error_of(Lock lock, std::int64_t row = 0) {
    return thrown_by([&] { locks_.take(lock, row); });
  }

  void takes_locks_in_order() {
    for (Lock lock : {Lock::request, Lock::ticket_batch, Lock::registration, Lock::account,
                      Lock::withdrawal, Lock::task}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), error_of(lock, 1));
    }
  }

  void catches_a_lock_that_is_taken_too_late() {
    const struct {
      Lock first, second;
      std::string error;
    } table[] = {
        {Lock::task, Lock::registration, "other: lock order: registration after task"},
        {Lock::registration, Lock::ticket_batch,
         "other: lock order: ticket_batch after registration"},
        {Lock::account, Lock::request, "other: lock order: request after account"},
        {Lock::withdrawal, Lock::account, "other: lock order: account after withdrawal"},
    };
    for (const auto& row : table) {
      ++transaction_;
      locks_.take(row.first, 1);
      CPPUNIT_ASSERT_EQUAL(row.error, error_of(row.second, 1));
    }
  }

  void names_a_locked_row_again() {
    locks_.take(Lock::registration, 7);
    locks_.take(Lock::task);
    CPPUNIT_ASSERT_EQUAL(std::string(), error_of(Lock::registration, 7));
    CPPUNIT_ASSERT(!error_of(Lock::registration, 8).empty());
  }

  void takes_what_is_known_late() {
    locks_.take(Lock::account, 1);
    locks_.take_late(Lock::registration, 8);
    CPPUNIT_ASSERT_EQUAL(std::string(), error_of(Lock::registration, 8));
  }

  void forgets_the_locks_of_a_former_transaction() {
    locks_.take(Lock::task);
    ++transaction_;
    CPPUNIT_ASSERT_EQUAL(std::string(), error_of(Lock::request));
  }

  void checks_nothing_outside_of_a_transaction() {
    transaction_ = 0;
    locks_.take(Lock::task);
    CPPUNIT_ASSERT_EQUAL(std::string(), error_of(Lock::request));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LockOrderTest);

}  // namespace spaconf

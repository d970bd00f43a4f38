// Tests lib/registration/ticket_attempts.cc.
#include "registration/ticket_attempts.h"

#include "base/error.h"
#include "fixtures.h"
#include "ticket/ticket_system.h"

namespace spaconf {

class TicketAttemptsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TicketAttemptsTest);
  CPPUNIT_TEST(tell_what_becomes_of_a_task);
  CPPUNIT_TEST(park_a_task_that_was_tried_often_enough);
  CPPUNIT_TEST(pause_when_a_service_does_not_respond);
  CPPUNIT_TEST(leave_a_database_that_does_not_respond_to_others);
  CPPUNIT_TEST(lease_until_two_calls_have_certainly_ended);
  CPPUNIT_TEST_SUITE_END();

  using Kind = TicketOutcome::Kind;

  const Folder folder_;
  const Config config_ =
      config(folder_, "[registration]\nattempts = 3\n[ticket]\nsettle = 100\ntimeout = 20\n");
  TicketAttempts attempts_{config_};

  static bool refused(bool&) { throw TicketRefused("no such queue"); }
  static bool not_carried_out(bool&) { throw NotCarriedOut("not merged"); }
  static bool unavailable(bool&) { throw Unavailable("ticket system", "refused"); }
  static bool unreadable(bool&) { throw std::runtime_error("unreadable"); }
  static bool lost(bool& asked) {
    asked = true;
    throw Unavailable("ticket system", "no answer");
  }

  void tell_what_becomes_of_a_task() {
    struct Row {
      bool (*work)(bool&);
      Kind kind;
      std::string reason;
      int least, most;  // seconds
      bool counts;
    } const table[] = {
        {[](bool&) { return true; }, Kind::finished, "", 0, 0, false},
        {[](bool&) { return false; }, Kind::taken_over, "", 0, 0, false},
        {refused, Kind::park, "no such queue", 0, 0, false},
        {not_carried_out, Kind::retry, "not merged", 5, 15, true},
        {unavailable, Kind::retry, "ticket system: refused", 0, 0, false},
        {lost, Kind::retry, "ticket system: no answer", 105, 115, true},
        {unreadable, Kind::retry, "unreadable", 105, 115, true},
    };
    for (const Row& row : table) {
      const TicketOutcome outcome = attempts_.make(0, row.work);
      CPPUNIT_ASSERT_EQUAL(row.reason, outcome.reason);
      CPPUNIT_ASSERT_MESSAGE(row.reason, outcome.kind == row.kind && outcome.counts == row.counts);
      CPPUNIT_ASSERT_MESSAGE(row.reason,
                             row.least <= outcome.wait.count() && outcome.wait.count() <= row.most);
    }
  }

  void park_a_task_that_was_tried_often_enough() {
    struct Row {
      bool (*work)(bool&);
      Kind kind;
      int wait;  // seconds
    } const table[] = {{not_carried_out, Kind::park, 0},
                       {unavailable, Kind::retry, 0},
                       {lost, Kind::park, 100},
                       {unreadable, Kind::park, 100}};
    for (const Row& row : table) {
      CPPUNIT_ASSERT(attempts_.make(1, row.work).kind == Kind::retry);
      const TicketOutcome outcome = attempts_.make(2, row.work);
      CPPUNIT_ASSERT_MESSAGE(outcome.reason, outcome.kind == row.kind);
      CPPUNIT_ASSERT_EQUAL(row.wait, int(outcome.wait.count()));
    }
  }

  void pause_when_a_service_does_not_respond() {
    for (const auto& work : {refused, not_carried_out, unreadable}) {
      attempts_.make(0, work);
      CPPUNIT_ASSERT(!attempts_.are_paused());
    }
    attempts_.make(0, unavailable);
    CPPUNIT_ASSERT(attempts_.are_paused());
  }

  void leave_a_database_that_does_not_respond_to_others() {
    CPPUNIT_ASSERT_EQUAL(std::string("Unavailable: database: gone"), thrown_by([&] {
                           attempts_.make(
                               0, [](bool&) -> bool { throw Unavailable("database", "gone"); });
                         }));
    CPPUNIT_ASSERT(!attempts_.are_paused());
  }

  void lease_until_two_calls_have_certainly_ended() {
    CPPUNIT_ASSERT_EQUAL(100, int(attempts_.lease().count()));
    const Folder folder;
    const Config slow = config(folder, "[ticket]\nsettle = 10\ntimeout = 20\n");
    CPPUNIT_ASSERT_EQUAL(40, int(TicketAttempts(slow).lease().count()));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TicketAttemptsTest);

}  // namespace spaconf

// Tests what lib/pages/phone_page.cc says without a database.
#include "pages/phone_page.h"

#include "given.h"

namespace spaconf {

class PhonePageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PhonePageTest);
  CPPUNIT_TEST(says_first_what_keeps_the_phone_waiting);
  CPPUNIT_TEST_SUITE_END();

  void says_first_what_keeps_the_phone_waiting() {
    using P = ProfileState;
    using T = TicketState;
    struct Row {
      const char* state;
      P profile;
      T ticket;
      const char* said;
    } const table[] = {{"live", P::done, T::done, "registered"},
                       {"live", P::none, T::done, "registered"},
                       {"live", P::pending, T::done, "profile pending"},
                       {"live", P::pending, T::parked, "profile pending"},
                       {"live", P::done, T::pending, "ticket pending"},
                       {"live", P::done, T::unknown, "ticket pending"},
                       {"live", P::done, T::parked, "ticket parked"},
                       {"retired", P::done, T::done, "retired"},
                       {"retiring", P::pending, T::parked, "retiring"}};
    for (const Row& row : table) {
      Record record;
      record.state = row.state;
      record.profile = row.profile;
      record.ticket = row.ticket;
      CPPUNIT_ASSERT_EQUAL(std::string(row.said), state_of(record));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PhonePageTest);

}  // namespace spaconf

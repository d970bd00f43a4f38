// Tests what lib/pages/phone_page.cc says without a database.
#include "pages/phone_page.h"

#include "fixtures.h"

namespace spaconf {

class PhonePageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PhonePageTest);
  CPPUNIT_TEST(says_first_what_keeps_the_phone_waiting);
  CPPUNIT_TEST_SUITE_END();

  void says_first_what_keeps_the_phone_waiting() {
    using P = ProfileState;
    using S = RegistrationState;
    using T = TicketState;
    struct Row {
      RegistrationState state;
      P profile;
      T ticket;
      const char* said;
    } const table[] = {{S::live, P::done, T::done, "registered"},
                       {S::live, P::none, T::done, "registered"},
                       {S::live, P::pending, T::done, "profile pending"},
                       {S::live, P::pending, T::parked, "profile pending"},
                       {S::live, P::done, T::pending, "ticket pending"},
                       {S::live, P::done, T::unknown, "ticket pending"},
                       {S::live, P::done, T::parked, "ticket parked"},
                       {S::live, P::done, T::none, "registered"},
                       {S::live, P::adopted, T::none, "adopted"},
                       {S::live, P::adopted, T::parked, "adopted"},
                       {S::retired, P::done, T::done, "retired"},
                       {S::retiring, P::pending, T::parked, "retiring"}};
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

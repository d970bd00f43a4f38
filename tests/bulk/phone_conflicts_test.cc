// Tests lib/bulk/phone_conflicts.cc.
#include "bulk/phone_conflicts.h"

#include "fixtures.h"

namespace spaconf {

class PhoneConflictsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PhoneConflictsTest);
  CPPUNIT_TEST(finds_what_only_one_phone_may_have);
  CPPUNIT_TEST(lets_a_person_share_an_account);
  CPPUNIT_TEST_SUITE_END();

  static RegistrationRequest phone(const char* login, const char* mac, const char* user,
                                   const char* hostname = "") {
    RegistrationRequest order;
    order.wanted.login = login;
    order.wanted.model = find_model(*mac ? "spa942" : "software");
    order.wanted.mac = Mac::parse(mac);
    order.wanted.hostname = hostname;
    order.wanted.lines = {{1, user, {}, "", {}}};
    return order;
  }

  static std::string line(int place) { return "Line " + std::to_string(place); }

  PhoneConflicts conflicts;

  std::string found(const RegistrationRequest& order, int place) {
    std::string text;
    for (const Problem& each : conflicts.add(order, place, line)) {
      text += each.field + ": " + each.sentence + "\n";
    }
    return text;
  }

  void finds_what_only_one_phone_may_have() {
    CPPUNIT_ASSERT_EQUAL(std::string(), found(phone("novak", "000e08112233", "1001", "pc-1"), 2));
    CPPUNIT_ASSERT_EQUAL(std::string("mac: Line 2 has the same MAC address.\n"),
                         found(phone("novak", "00:0E:08:11:22:33", "1002"), 3));
    CPPUNIT_ASSERT_EQUAL(std::string("hostname: Line 2 has the same hostname.\n"),
                         found(phone("novak", "000e08112244", "1001", "pc-1"), 4));
    CPPUNIT_ASSERT_EQUAL(
        std::string("line1_user: Line 2 has the same number for another person.\n"),
        found(phone("zeleny", "000e08112255", "1001"), 5));
  }

  void lets_a_person_share_an_account() {
    CPPUNIT_ASSERT_EQUAL(std::string(), found(phone("novak", "000e08112233", "1001"), 2));
    CPPUNIT_ASSERT_EQUAL(std::string(), found(phone("Novak", "000e08112244", "1001"), 3));
    CPPUNIT_ASSERT_EQUAL(std::string(), found(phone("novak", "", "1001"), 4));
    CPPUNIT_ASSERT_EQUAL(std::string("line1_user: Line 4 has the same number.\n"),
                         found(phone("novak", "", "1001"), 5));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PhoneConflictsTest);

}  // namespace spaconf

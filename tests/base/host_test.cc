// Tests lib/base/host.cc.
#include "base/host.h"

#include "fixtures.h"

namespace spaconf {

class HostTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HostTest);
  CPPUNIT_TEST(knows_this_machine_by_loopback_only);
  CPPUNIT_TEST_SUITE_END();

  void knows_this_machine_by_loopback_only() {
    struct Row {
      std::string_view host;
      bool is_here;
    } const table[] = {{"localhost", true},
                       {"LocalHost", true},
                       {"127.0.0.1", true},
                       {"127.9.8.7", true},
                       {"::1", true},
                       {"[::1]", true},
                       {"[0:0:0:0:0:0:0:1]", true},
                       {"", false},
                       {"[]", false},
                       {"[localhost]", false},
                       {"[127.0.0.1]", false},
                       {"localhost.example.org", false},
                       {"127.0.0.1.example.org", false},
                       {"127.evil.example", false},
                       {"128.0.0.1", false},
                       {"0.0.0.0", false},
                       {"::", false},
                       {"[::2]", false},
                       {"192.0.2.1", false},
                       {std::string_view("127.0.0.1\0.evil.example", 23), false},
                       {"ldap.example.org", false}};
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.host), row.is_here, is_this_machine(row.host));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HostTest);

}  // namespace spaconf

// Tests lib/base/network.cc.
#include "base/network.h"

#include "fixtures.h"

namespace spaconf {

class NetworkTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NetworkTest);
  CPPUNIT_TEST(reads_networks_and_single_addresses);
  CPPUNIT_TEST(refuses_everything_else);
  CPPUNIT_TEST(contains_what_begins_with_the_same_bits);
  CPPUNIT_TEST_SUITE_END();

  void reads_networks_and_single_addresses() {
    const struct {
      std::string_view typed, text;
    } table[] = {
        {"192.0.2.0/24", "192.0.2.0/24"},
        {"192.0.2.7", "192.0.2.7/32"},
        {"192.0.2.7/24", "192.0.2.0/24"},
        {"192.0.2.255/25", "192.0.2.128/25"},
        {"192.0.2.7/32", "192.0.2.7/32"},
        {"192.0.2.7/0", "0.0.0.0/0"},
        {"2001:db8::/32", "2001:db8::/32"},
        {"2001:DB8:0:0:0:0:0:7", "2001:db8::7/128"},
        {"2001:db8:ffff::/33", "2001:db8:8000::/33"},
        {"::/0", "::/0"},
        {"::ffff:192.0.2.7", "192.0.2.7/32"},
        {"::ffff:192.0.2.7/120", "192.0.2.0/24"},
    };
    for (const auto& row : table) {
      const auto network = Network::parse(row.typed);
      CPPUNIT_ASSERT_MESSAGE(std::string(row.typed), network);
      CPPUNIT_ASSERT_EQUAL(std::string(row.text), network->text());
    }
  }

  void refuses_everything_else() {
    using namespace std::string_view_literals;
    for (const std::string_view typed : {""sv,
                                         "/"sv,
                                         "/24"sv,
                                         "192.0.2.0/"sv,
                                         "192.0.2.0/33"sv,
                                         "192.0.2.0/-1"sv,
                                         "192.0.2.0/24/24"sv,
                                         "192.0.2.0/255.255.255.0"sv,
                                         "192.0.2"sv,
                                         "192.0.2.256"sv,
                                         "192.0.2.07"sv,
                                         " 192.0.2.7"sv,
                                         "192.0.2.0 /24"sv,
                                         "2001:db8::/129"sv,
                                         "2001:db8"sv,
                                         "[2001:db8::1]"sv,
                                         "fe80::1%eth0"sv,
                                         "portal.example.org"sv,
                                         "unix:"sv,
                                         "192.0.2.7\0"sv,
                                         "192.0.2.0/24\0"sv}) {
      CPPUNIT_ASSERT_MESSAGE(std::string(typed), !Network::parse(typed));
    }
  }

  void contains_what_begins_with_the_same_bits() {
    const struct {
      std::string_view network, address;
      bool is_inside;
    } table[] = {
        {"192.0.2.0/24", "192.0.2.0", true},
        {"192.0.2.0/24", "192.0.2.255", true},
        {"192.0.2.0/24", "192.0.3.0", false},
        {"192.0.2.0/24", "192.0.1.255", false},
        {"192.0.2.0/24", "::ffff:192.0.2.7", true},
        {"192.0.2.0/24", "::ffff:c000:207", true},
        {"192.0.2.0/24", "::192.0.2.7", false},
        {"192.0.2.128/25", "192.0.2.127", false},
        {"192.0.2.128/25", "192.0.2.128", true},
        {"192.0.2.7", "192.0.2.7", true},
        {"192.0.2.7", "192.0.2.6", false},
        {"0.0.0.0/0", "203.0.113.9", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"2001:db8::/32", "2001:db8:ffff::1", true},
        {"2001:db8::/32", "2001:db9::", false},
        {"2001:db8:8000::/33", "2001:db8:7fff::", false},
        {"2001:db8::7", "2001:db8::7", true},
        {"2001:db8::7", "2001:db8::8", false},
        {"::/0", "2001:db8::1", true},
        {"::/0", "192.0.2.7", false},
        {"::/0", "::ffff:192.0.2.7", false},
        {"::ffff:192.0.2.0/120", "192.0.2.7", true},
        {"0.0.0.0/0", "", false},
        {"0.0.0.0/0", "unix:", false},
        {"0.0.0.0/0", "192.0.2.0/24", false},
    };
    for (const auto& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.network) + " " + std::string(row.address),
                                   row.is_inside,
                                   Network::parse(row.network)->contains(row.address));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(NetworkTest);

}  // namespace spaconf

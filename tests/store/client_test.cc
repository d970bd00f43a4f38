// Tests lib/store/client.cc.
#include "store/client.h"

#include "fixtures.h"

namespace spaconf {

class ClientTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClientTest);
  CPPUNIT_TEST(finds_each_scope_by_its_name);
  CPPUNIT_TEST(may_do_what_its_scopes_permit);
  CPPUNIT_TEST(may_connect_from_its_networks_only);
  CPPUNIT_TEST(may_connect_from_anywhere_without_networks);
  CPPUNIT_TEST(knows_names_for_clients);
  CPPUNIT_TEST_SUITE_END();

  void finds_each_scope_by_its_name() {
    CPPUNIT_ASSERT_EQUAL(std::size_t(6), std::size(scope_names));
    for (const ScopeName& each : scope_names) {
      CPPUNIT_ASSERT(scope_named(each.name) == each.scope);
      CPPUNIT_ASSERT_EQUAL(std::string(each.name), std::string(name(each.scope)));
    }
    CPPUNIT_ASSERT(scope_named("register") == Scope::register_phones);
    for (const char* unknown : {"", "Read", "read ", "write"}) {
      CPPUNIT_ASSERT_MESSAGE(unknown, !scope_named(unknown));
    }
  }

  void may_do_what_its_scopes_permit() {
    Client client;
    client.scopes = {Scope::read, Scope::events};
    for (const ScopeName& each : scope_names) {
      const bool is_one = each.scope == Scope::read || each.scope == Scope::events;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(each.name), is_one, client.may(each.scope));
    }
  }

  void may_connect_from_its_networks_only() {
    Client client;
    client.networks = {*Network::parse("192.0.2.0/24"), *Network::parse("2001:db8::/32")};
    for (const char* inside : {"192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1"}) {
      CPPUNIT_ASSERT_MESSAGE(inside, client.may_connect_from(inside));
    }
    for (const char* outside : {"192.0.3.7", "2001:db9::1", "unix:", ""}) {
      CPPUNIT_ASSERT_MESSAGE(outside, !client.may_connect_from(outside));
    }
  }

  void may_connect_from_anywhere_without_networks() {
    for (const char* address : {"192.0.2.7", "2001:db8::1", "unix:", ""}) {
      CPPUNIT_ASSERT_MESSAGE(address, Client{}.may_connect_from(address));
    }
  }

  void knows_names_for_clients() {
    const std::string longest(64, 'a');
    for (const std::string& name : {std::string("a"), std::string("room-booking.2"), longest}) {
      CPPUNIT_ASSERT_MESSAGE(name, is_client_name(name));
    }
    for (const std::string& name :
         {std::string(""), longest + "a", std::string("2nd"), std::string("-a"),
          std::string("Portal"), std::string("a b"), std::string("a,b"), std::string("a:b"),
          std::string("a\n"), std::string("řehoř"), std::string("a\0", 2)}) {
      CPPUNIT_ASSERT_MESSAGE(name, !is_client_name(name));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientTest);

}  // namespace spaconf

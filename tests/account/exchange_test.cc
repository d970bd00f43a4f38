// Tests what lib/account/exchange.cc asks of its section; the rest needs a database.
#include "account/exchange.h"

#include "fixtures.h"

namespace spaconf {

class ExchangeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExchangeTest);
  CPPUNIT_TEST(keeps_the_permissions_in_the_order_of_the_form);
  CPPUNIT_TEST(never_adds_an_account_without_password);
  CPPUNIT_TEST(tells_secrets_apart_as_they_are_stored);
  CPPUNIT_TEST(may_have_a_server_of_its_own);
  CPPUNIT_TEST(refuses_what_could_not_work);
  CPPUNIT_TEST_SUITE_END();

  using Changes = std::vector<std::pair<std::string, std::string>>;

  struct Given {
    explicit Given(const Changes& changes = {})
        : conf(config(folder, shipped_configuration(folder, changes))),
          templates(in_tree("templates")),
          database(conf.section("database")),
          exchange(conf.section("account"), templates, database) {}
    Folder folder;
    Config conf;
    Templates templates;
    sql::Connection database;
    Exchange exchange;
  };

  void keeps_the_permissions_in_the_order_of_the_form() {
    Given given;
    std::string names;
    for (const Permission& permission : given.exchange.permissions())
      names += permission.first + " ";
    CPPUNIT_ASSERT_EQUAL(std::string("local ld int voicemail free-pstn "), names);
    CPPUNIT_ASSERT_EQUAL(std::string("sip.example.org"), given.exchange.domain());
  }

  void never_adds_an_account_without_password() {
    Given given;
    CPPUNIT_ASSERT_EQUAL(std::string("other: exchange: an account without password"),
                         thrown_by([&] {
                           given.exchange.add({"1001", "sip.example.org", {}});
                         }));
  }

  void tells_secrets_apart_as_they_are_stored() {
    const Account one{"1001", "sip.example.org", Secret("one")},
        two{"1001", "sip.example.org", Secret("two")};
    std::vector<std::string> digests;
    for (const char* store : {"\"both\"", "\"password\"", "\"hashes\""}) {
      Given given(Changes{{"store = ", store}});
      CPPUNIT_ASSERT(given.exchange.digest(one) != given.exchange.digest(two));
      digests.push_back(given.exchange.digest(one));
      CPPUNIT_ASSERT_EQUAL(digests.back(), given.exchange.digest(one));
    }
    CPPUNIT_ASSERT(digests[0] != digests[1] && digests[1] != digests[2]);
  }

  void may_have_a_server_of_its_own() {
    Given shared;
    CPPUNIT_ASSERT(&shared.database == &shared.exchange.database());
    const std::string user =
        "\nuser = \"spaconf\"\npassword_file = \"" + shared.folder.file("password", "word") + "\"";
    Given own(Changes{{"domain = ", "\"sip.example.org\"\nhost = \"127.0.0.1\"" + user}});
    CPPUNIT_ASSERT(&own.database != &own.exchange.database());
    CPPUNIT_ASSERT(!own.exchange.joins_transactions());
    // A password never crosses the network in clear text.
    const Changes clear{{"domain = ", "\"sip.example.org\"\nhost = \"192.0.2.1\"" + user}};
    assert_has(thrown_by([&] { Given given(clear); }), "clear text");
  }

  void refuses_what_could_not_work() {
    for (auto [start, value] : {std::pair{"dialect = ", "\"no-such-exchange\""},
                                {"store = ", "\"nothing\""},
                                {"local = ", "1"},
                                {"local = ", "\"\"\n\"two words\" = \"x\""},
                                {"local = ", "\"\"\n\"\" = \"x\""}}) {
      CPPUNIT_ASSERT_MESSAGE(value, thrown_by([&, changes = Changes{{start, value}}] {
                                      Given given(changes);
                                    }).starts_with("Misconfigured: "));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExchangeTest);

}  // namespace spaconf

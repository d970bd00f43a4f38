// Tests what lib/base/sql.cc asks of its section of the configuration.
#include "base/sql.h"
#include "fixtures.h"

namespace spaconf::sql {

class SqlSectionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SqlSectionTest);
  CPPUNIT_TEST(never_sends_passwords_in_clear_text_to_another_host);
  CPPUNIT_TEST(finds_the_index_in_the_messages_of_both_servers);
  CPPUNIT_TEST_SUITE_END();

  void never_sends_passwords_in_clear_text_to_another_host() {
    struct Row {
      std::string server, sentence;  // no sentence: taken
    };
    Folder folder;
    const std::string ca = "ca_file = \"" + folder.file("ca", "") + "\"\n";
    const Row table[] = {
        {"socket = \"/run/mysqld/mysqld.sock\"\n", ""},
        {"host = \"127.0.0.1\"\n", ""},
        {"host = \"LOCALHOST\"\n", ""},
        {"host = \"::1\"\n" + ca, ""},
        {"host = \"db.example.org\"\n" + ca, ""},
        {"host = \"db.example.org\"\n", "clear text"},
        {"host = \"192.0.2.1\"\n", "clear text"},
        {"host = \"127.0.0.1.example.org\"\n", "clear text"},
        {"host = \"db.example.org\"\nca_file = \"/nonexistent\"\n", "No such file"},
        {"socket = \"/run/mysqld/mysqld.sock\"\n" + ca, "ca_file needs host"},
    };
    for (const Row& row : table) {
      const Config conf = config(folder, "[database]\n" + row.server +
                                             "name = \"spaconf\"\nuser = \"spaconf\"\n"
                                             "password_file = \"" +
                                             folder.file("password", "word") + "\"\n");
      const std::string thrown = thrown_by([&] { Connection unused(conf.section("database")); });
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.server + thrown, !row.sentence.empty(),
                                   thrown.starts_with("Misconfigured: "));
      assert_has(thrown, row.sentence);
    }
  }

  // The first of each pair is MariaDB's, the second MySQL's. Source: their messages 1062.
  void finds_the_index_in_the_messages_of_both_servers() {
    for (auto [message, index] :
         {std::pair{"Duplicate entry 'me-key' for key 'request_key'", "request_key"},
          {"Duplicate entry 'me-key' for key 'request.request_key'", "request_key"},
          {"Duplicate entry '1001-sip.example.org' for key 'account_idx'", "account_idx"},
          {"Duplicate entry '1001-sip.example.org' for key 'subscriber.account_idx'",
           "account_idx"},
          {"Duplicate entry 'it's a.b' for key 'PRIMARY'", "PRIMARY"},
          {"Duplicate entry 'it's a.b' for key 'withdrawal.PRIMARY'", "PRIMARY"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(message, std::string(index), index_name(message));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SqlSectionTest);

}  // namespace spaconf::sql

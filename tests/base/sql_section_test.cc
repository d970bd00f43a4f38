// Tests lib/base/sql_section.cc.
#include "base/sql.h"
#include "fixtures.h"

namespace spaconf::sql {

class SqlSectionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SqlSectionTest);
  CPPUNIT_TEST(never_sends_passwords_in_clear_text_to_another_host);
  CPPUNIT_TEST(reads_the_hosts_of_a_cluster);
  CPPUNIT_TEST(refuses_what_is_no_cluster);
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
      const Config conf = database(folder, row.server);
      const std::string thrown = thrown_by([&] { Connection unused(conf.section("database")); });
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.server + thrown, !row.sentence.empty(),
                                   thrown.starts_with("Misconfigured: "));
      assert_has(thrown, row.sentence);
    }
  }

  static Config database(const Folder& folder, const std::string& keys) {
    return config(folder, "[database]\n" + keys + "name = \"spaconf\"\nuser = \"spaconf\"\n" +
                              "password_file = \"" + folder.file("password", "word") + "\"\n");
  }

  void reads_the_hosts_of_a_cluster() {
    Folder folder;
    const std::string ca = "ca_file = \"" + folder.file("ca", "") + "\"\n";
    const Config conf = database(
        folder, ca + "hosts = [\"192.0.2.1:3307\", \"db.example.org\", \"[2001:db8::1]:3308\"]\n");
    const Server server = server_of(conf.section("database"), "", ours);
    std::string read;
    for (const Address& each : server.hosts) read += text_of(each) + " ";
    CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.1:3307 db.example.org:3306 [2001:db8::1]:3308 "),
                         read);
    CPPUNIT_ASSERT(server.is_cluster);
    conf.refuse_unknown_keys();
  }

  void refuses_what_is_no_cluster() {
    struct Row {
      std::string keys, sentence;
    };
    Folder folder;
    const std::string one = "hosts = [\"127.0.0.1:3306\"]\n",
                      name = "\" is not a host and its port";
    const Row table[] = {
        {one + "host = \"127.0.0.1\"\n", "give one of socket, host and hosts"},
        {one + "socket = \"/run/mysqld/mysqld.sock\"\n", "give one of socket, host and hosts"},
        {"", "give one of socket, host and hosts"},
        {one + "port = 3306\n", "each of hosts has its own port"},
        {"hosts = []\n", "hosts must name at least one host"},
        {"hosts = \"127.0.0.1\"\n", "hosts must be a list of strings"},
        {"hosts = [\"127.0.0.1\", \"db.example.org:3306\"]\n", "db.example.org is another machine"},
        {"hosts = [\"127.0.0.1:0\"]\n", "127.0.0.1:0" + name},
        {"hosts = [\"127.0.0.1:65536\"]\n", name},
        {"hosts = [\"127.0.0.1:\"]\n", name},
        {"hosts = [\"127.0.0.1:mysql\"]\n", name},
        {"hosts = [\":3306\"]\n", name},
        {"hosts = [\"\"]\n", name},
        {"hosts = [\"2001:db8::1\"]\n", name},
        {"hosts = [\"[::1\"]\n", name},
        {"hosts = [\"[::1]3306\"]\n", name},
        {"hosts = [\"mysql://127.0.0.1\"]\n", name},
    };
    for (const Row& row : table) {
      const Config conf = database(folder, row.keys);
      const std::string thrown = thrown_by([&] { Connection unused(conf.section("database")); });
      CPPUNIT_ASSERT_MESSAGE(row.keys + thrown, thrown.starts_with("Misconfigured: "));
      assert_has(thrown, row.sentence);
    }
    // An exchange of its own is one server.
    const Config conf = database(folder, one + "database = \"kamailio\"\n");
    assert_has(thrown_by([&] { server_of(conf.section("database"), "", the_exchanges); }),
               "give either socket or host");
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

// Tests how lib/base/sql.cc uses the hosts of a cluster, and what it does when one fails.
#include <algorithm>

#include "base/database_server.h"
#include "base/sql.h"
#include "fixtures.h"

namespace spaconf {

using std::chrono::milliseconds;

class SqlClusterTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SqlClusterTest);
  CPPUNIT_TEST(uses_the_first_host_that_accepts_work);
  CPPUNIT_TEST(stays_with_its_host_while_a_better_one_rests);
  CPPUNIT_TEST(names_every_host_when_none_accepts_work);
  CPPUNIT_TEST(gives_a_silent_host_a_share_of_the_time);
  CPPUNIT_TEST(does_a_transaction_again_on_another_host);
  CPPUNIT_TEST(does_a_transaction_again_once_after_a_duplicate);
  CPPUNIT_TEST(does_no_transaction_again_whose_commit_may_have_succeeded);
  CPPUNIT_TEST(has_another_host_do_what_was_refused);
  CPPUNIT_TEST(sends_nothing_again_that_may_have_run);
  CPPUNIT_TEST(asks_each_host_of_a_cluster_by_itself);
  CPPUNIT_TEST_SUITE_END();

  /// Nothing listens there.
  static constexpr char closed[] = "127.0.0.1:1";

  struct Given {
    explicit Given(const std::vector<std::string>& hosts)
        : conf(config(folder, "[database]\nhosts = " + list(hosts) +
                                  "\nname = \"spaconf\"\nuser = \"spaconf\"\npassword_file = \"" +
                                  folder.file("password", "secret\n") + "\"\n")),
          database(conf.section("database"), "", &deadline) {}
    static std::string list(const std::vector<std::string>& hosts) {
      std::string text = "[";
      for (const std::string& host : hosts) text += "\"" + host + "\", ";
      return text + "]";
    }
    Folder folder;
    Config conf;
    Deadline deadline;
    sql::Connection database;
  };

  /// A server that does this with one command and answers all others.
  static DatabaseServer::Plan only(const std::string& command, Does what) {
    return
        [command, what](const std::string& each) { return each == command ? what : Does::answer; };
  }

  static long count(const DatabaseServer& server, const std::string& command) {
    return std::ranges::count(server.commands(), command);
  }

  void uses_the_first_host_that_accepts_work() {
    DatabaseServer refusing(only("query DO NULL", Does::refuse)), good(always_answer),
        unused(always_answer);
    Given given({closed, refusing.host(), good.host(), unused.host()});
    given.database.change("INSERT");
    CPPUNIT_ASSERT_EQUAL(good.host(), given.database.host());
    CPPUNIT_ASSERT_EQUAL(1L, count(good, "execute"));
    CPPUNIT_ASSERT_EQUAL(0, unused.connections());
  }

  void stays_with_its_host_while_a_better_one_rests() {
    std::atomic<bool> is_ready{false};
    DatabaseServer first(
        [&](const std::string&) { return is_ready ? Does::answer : Does::refuse; }),
        second(always_answer);
    Given given({first.host(), second.host()});
    given.database.change("INSERT");
    is_ready = true;
    given.database.change("INSERT");
    CPPUNIT_ASSERT_EQUAL(second.host(), given.database.host());
    CPPUNIT_ASSERT_EQUAL(1, first.connections());
  }

  void names_every_host_when_none_accepts_work() {
    DatabaseServer refusing(only("query DO NULL", Does::refuse));
    Given given({closed, refusing.host()});
    const std::string thrown = thrown_by([&] { given.database.change("INSERT"); });
    assert_has(thrown, "Unavailable: database: no host of the cluster accepts work: 127.0.0.1:1: ");
    assert_has(thrown, "; " + refusing.host() + ": refused (1047)");
  }

  void gives_a_silent_host_a_share_of_the_time() {
    DatabaseServer silent(only("query DO NULL", Does::nothing)), good(always_answer);
    Given given({silent.host(), good.host()});
    const auto start = std::chrono::steady_clock::now();
    given.deadline.set(milliseconds(1500));
    given.database.change("INSERT");
    const auto time = std::chrono::steady_clock::now() - start;
    CPPUNIT_ASSERT(milliseconds(400) < time && time < milliseconds(900));
    CPPUNIT_ASSERT_EQUAL(good.host(), given.database.host());
  }

  void does_a_transaction_again_once_after_a_duplicate() {
    DatabaseServer server(always_answer);
    Given given({server.host()});
    for (int duplicates : {1, 2}) {
      int tries = 0;
      const std::string thrown = thrown_by([&] {
        given.database.transact([&] {
          if (++tries <= duplicates) throw sql::Duplicate("PRIMARY");
        });
      });
      CPPUNIT_ASSERT_EQUAL(2, tries);
      CPPUNIT_ASSERT_EQUAL(duplicates == 2, thrown.find("duplicate PRIMARY") != thrown.npos);
    }
  }

  void does_a_transaction_again_on_another_host() {
    using Fault = std::pair<const char*, Does>;
    for (auto [command, what] : {Fault{"query START TRANSACTION", Does::hang_up},
                                 {"query START TRANSACTION", Does::refuse},
                                 {"prepare INSERT", Does::hang_up},
                                 {"prepare INSERT", Does::refuse},
                                 {"execute", Does::hang_up},
                                 {"execute", Does::refuse},
                                 {"execute", Does::nothing}}) {
      DatabaseServer first(only(command, what)), second(always_answer);
      first.only_once();
      Given given({first.host(), second.host()});
      given.deadline.set(request_time);
      given.database.transact([&] { given.database.change("INSERT"); });
      CPPUNIT_ASSERT_EQUAL(second.host(), given.database.host());
      CPPUNIT_ASSERT_EQUAL(1L, count(second, "query COMMIT"));
      CPPUNIT_ASSERT_EQUAL(0L, count(first, "query COMMIT"));
    }
  }

  void does_no_transaction_again_whose_commit_may_have_succeeded() {
    for (Does what : {Does::hang_up, Does::refuse, Does::fail_to_commit}) {
      DatabaseServer first(only("query COMMIT", what)), second(always_answer);
      Given given({first.host(), second.host()});
      bool is_unknown = false;
      try {
        given.database.transact([&] { given.database.change("INSERT"); });
      } catch (const sql::UnknownOutcome&) {
        is_unknown = true;
      }
      CPPUNIT_ASSERT(is_unknown);
      CPPUNIT_ASSERT_EQUAL(0, second.connections());
    }
  }

  void has_another_host_do_what_was_refused() {
    for (const char* command : {"prepare INSERT", "execute"}) {
      DatabaseServer first(only(command, Does::refuse)), second(always_answer);
      first.only_once();
      Given given({first.host(), second.host()});
      given.database.change("INSERT");
      CPPUNIT_ASSERT_EQUAL(1L, count(second, "execute"));
    }
  }

  void sends_nothing_again_that_may_have_run() {
    for (Does what : {Does::hang_up, Does::fail_to_commit}) {
      DatabaseServer first(only("execute", what)), second(always_answer);
      Given given({first.host(), second.host()});
      assert_has(thrown_by([&] { given.database.change("INSERT"); }), "Unavailable: database: ");
      CPPUNIT_ASSERT_EQUAL(0, second.connections());
    }
  }

  void asks_each_host_of_a_cluster_by_itself() {
    DatabaseServer good(always_answer);
    Given given({closed, good.host()});
    auto all = given.database.to_each_host();
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), all.size());
    assert_has(thrown_by([&] { all[0].change("INSERT"); }),
               "Unavailable: database: 127.0.0.1:1: connect: ");
    all[1].change("INSERT");
    CPPUNIT_ASSERT_EQUAL(good.host(), all[1].host());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SqlClusterTest);

}  // namespace spaconf

// Tests lib/base/sql.cc against a server that answers OK to everything, is silent or hangs up.
#include "base/sql.h"

#include <unistd.h>

#include "base/database_server.h"
#include "fixtures.h"

namespace spaconf {
namespace {

using std::chrono::milliseconds;

}  // namespace

class SqlTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SqlTest);
  CPPUNIT_TEST(refuses_a_transaction_within_a_transaction);
  CPPUNIT_TEST(sends_nothing_again_that_may_have_run);
  CPPUNIT_TEST(sends_again_what_was_only_prepared);
  CPPUNIT_TEST(makes_a_connection_anew_that_was_closed_while_it_rested);
  CPPUNIT_TEST(sends_nothing_again_on_a_connection_that_was_closed_at_once);
  CPPUNIT_TEST(does_nothing_outside_of_a_transaction_that_broke);
  CPPUNIT_TEST(waits_no_longer_than_the_deadline);
  CPPUNIT_TEST(begins_no_commit_whose_answer_could_not_be_waited_for);
  CPPUNIT_TEST(waits_for_ever_and_never_again_when_told_to);
  CPPUNIT_TEST_SUITE_END();

  struct Given {
    explicit Given(DatabaseServer::Plan plan)
        : server(folder, std::move(plan)),
          conf(config(folder, "[database]\nsocket = \"" + server.path() +
                                  "\"\nname = \"spaconf\"\nuser = \"spaconf\"\npassword_file = \"" +
                                  folder.file("password", "secret\n") + "\"\n")),
          database(conf.section("database"), "", &deadline) {}
    Folder folder;
    DatabaseServer server;
    Config conf;
    Deadline deadline;
    sql::Connection database;
  };

  using Commands = std::vector<std::string>;

  /// How often a command that begins like this came in.
  static long count(const Commands& commands, std::string_view start) {
    return std::ranges::count_if(commands,
                                 [&](const auto& each) { return each.starts_with(start); });
  }

  static milliseconds time_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
  }

  void refuses_a_transaction_within_a_transaction() {
    Given given(always_answer);
    CPPUNIT_ASSERT_EQUAL(
        std::string("other: database: a transaction within a transaction"),
        thrown_by([&] { given.database.transact([&] { given.database.transact([] {}); }); }));
    CPPUNIT_ASSERT(
        (given.server.commands() == Commands{"query START TRANSACTION", "query ROLLBACK"}));
    given.database.transact([] {});
    CPPUNIT_ASSERT_EQUAL(1L, count(given.server.commands(), "query COMMIT"));
  }

  void sends_nothing_again_that_may_have_run() {
    for (Does what : {Does::nothing, Does::hang_up}) {
      Given given(
          [&](const std::string& command) { return command == "execute" ? what : Does::answer; });
      given.deadline.set(milliseconds(300));
      assert_has(thrown_by([&] { given.database.change("INSERT"); }), "Unavailable: database: ");
      CPPUNIT_ASSERT_EQUAL(1L, count(given.server.commands(), "execute"));
    }
  }

  void sends_again_what_was_only_prepared() {
    int prepared = 0;
    Given given([&](const std::string& command) {
      return command.starts_with("prepare") && ++prepared == 1 ? Does::hang_up : Does::answer;
    });
    given.database.change("INSERT");
    CPPUNIT_ASSERT_EQUAL(2, prepared);
    CPPUNIT_ASSERT_EQUAL(1L, count(given.server.commands(), "execute"));
  }

  void makes_a_connection_anew_that_was_closed_while_it_rested() {
    using Work = std::function<void(sql::Connection&)>;
    struct Row {
      Work work;
      std::string_view sent;  ///< Once
    };
    const Row table[] = {
        {[](auto& database) { database.change("INSERT"); }, "prepare INSERT"},
        {[](auto& database) { database.query("SELECT"); }, "prepare SELECT"},
        {[](auto& database) { database.transact([] {}); }, "query COMMIT"},
        {[](auto& database) { database.transact([&] { database.change("INSERT"); }); },
         "prepare INSERT"},
    };
    for (const Row& row : table) {
      int executed = 0;
      Given given([&](const std::string& command) {
        return command == "execute" && ++executed == 1 ? Does::answer_and_hang_up : Does::answer;
      });
      given.database.change("FIRST");
      ::usleep(20000);
      row.work(given.database);
      CPPUNIT_ASSERT_EQUAL(1L, count(given.server.commands(), row.sent));
      CPPUNIT_ASSERT_EQUAL(2, given.server.connections());
    }
  }

  /// Whether that is seen in time or not.
  void sends_nothing_again_on_a_connection_that_was_closed_at_once() {
    for (int tries = 0; tries < 10; ++tries) {
      int executed = 0;
      Given given([&](const std::string& command) {
        if (command == "execute") ++executed;
        return command == "execute" ? Does::answer_and_hang_up : Does::answer;
      });
      given.database.change("INSERT");
      const std::string thrown = thrown_by([&] { given.database.change("INSERT"); });
      if (thrown.empty()) CPPUNIT_ASSERT_EQUAL(2, executed);
      if (!thrown.empty()) assert_has(thrown, "Unavailable: database: ");
      CPPUNIT_ASSERT(executed <= 2);
    }
  }

  void does_nothing_outside_of_a_transaction_that_broke() {
    Given given([](const std::string& command) {
      return command == "prepare BREAK" ? Does::hang_up : Does::answer;
    });
    assert_has(thrown_by([&] {
                 given.database.transact([&] {
                   thrown_by([&] { given.database.change("BREAK"); });
                   given.database.change("INSERT");
                 });
               }),
               "Unavailable: database: ");
    CPPUNIT_ASSERT_EQUAL(0L, count(given.server.commands(), "prepare INSERT"));
    CPPUNIT_ASSERT_EQUAL(1, given.server.connections());
  }

  void waits_no_longer_than_the_deadline() {
    Given given([](const std::string&) { return Does::nothing; });
    given.deadline.set(milliseconds(200));
    for (const char* statement : {"SELECT 1", "SELECT 2"}) {
      const auto time = time_of([&] {
        assert_has(thrown_by([&] { given.database.query(statement); }), "Unavailable: database: ");
      });
      CPPUNIT_ASSERT(time < milliseconds(400));
    }
    CPPUNIT_ASSERT_EQUAL(1L, count(given.server.commands(), ""));
  }

  void begins_no_commit_whose_answer_could_not_be_waited_for() {
    Given given(always_answer);
    given.deadline.set(milliseconds(900));
    assert_has(thrown_by([&] { given.database.transact([] {}); }),
               "Unavailable: database: too slow");
    CPPUNIT_ASSERT_EQUAL(0L, count(given.server.commands(), "query COMMIT"));
    given.deadline.clear();
    given.database.transact([] {});
  }

  void waits_for_ever_and_never_again_when_told_to() {
    Given given([](const std::string& command) {
      if (command == "prepare slow") ::usleep(400000);
      return command == "prepare BREAK" ? Does::hang_up : Does::answer;
    });
    given.database.wait_for_ever();
    given.deadline.set(milliseconds(100));
    given.database.change("slow");
    thrown_by([&] { given.database.change("BREAK"); });
    assert_has(thrown_by([&] { given.database.change("INSERT"); }), "the connection broke");
    CPPUNIT_ASSERT_EQUAL(1, given.server.connections());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SqlTest);

}  // namespace spaconf

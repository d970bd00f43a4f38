// Tests lib/base/sql.cc against a server that answers OK to everything, is silent or hangs up.
#include "base/sql.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "fixtures.h"

namespace spaconf {
namespace {

using std::chrono::milliseconds;

/// What the server does with a command.
enum class Does { answer, nothing, hang_up, answer_and_hang_up };

/// A database server by the client/server protocol's documents, as far as a test needs it.
class Server {
 public:
  using Plan = std::function<Does(const std::string& command)>;

  Server(const Folder& folder, Plan plan)
      : path_(folder.path() / "db.sock"), plan_(std::move(plan)) {
    listening_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
    ::bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listening_, 8);
    thread_ = std::thread([this] { run(); });
  }
  Server(const Server&) = delete;
  ~Server() {
    over_ = true;
    thread_.join();
    ::close(listening_);
  }

  std::string path() const { return path_; }
  /// What came in: "query START TRANSACTION", "prepare SELECT 1", "execute".
  std::vector<std::string> commands() const { return commands_; }
  int connections() const { return connections_; }
  /// How many of them it has hung up on.
  int hung_up() const { return hung_up_; }

 private:
  void run() {
    while (!over_) {
      if (!readable(listening_)) continue;
      int fd = ::accept(listening_, nullptr, nullptr);
      ++connections_;
      send(fd, 0, greeting());
      read_packet(fd);
      send(fd, 2, ok());
      while (serve(fd)) {
      }
      ::close(fd);
      ++hung_up_;
    }
  }

  bool serve(int fd) {
    const std::string packet = read_packet(fd);
    if (packet.empty() || packet[0] == 1) return false;  // COM_QUIT
    std::string command;
    if (packet[0] == 3) command = "query " + packet.substr(1);
    if (packet[0] == 22) command = "prepare " + packet.substr(1);
    if (packet[0] == 23) command = "execute";
    if (command.empty()) return true;  // COM_STMT_CLOSE has no answer
    const bool is_ours = command.find("SET SESSION") == command.npos;
    if (is_ours) commands_.push_back(command);
    const Does what = is_ours ? plan_(command) : Does::answer;
    if (what == Does::answer || what == Does::answer_and_hang_up) {
      send(fd, 1, packet[0] == 22 ? std::string("\0\1\0\0\0\0\0\0\0\0\0\0", 12) : ok());
    }
    return what == Does::answer || what == Does::nothing;
  }

  bool readable(int fd) const {
    pollfd wait{fd, POLLIN, 0};
    return ::poll(&wait, 1, 10) > 0;
  }

  std::string read_packet(int fd) {
    std::string head = read(fd, 4);
    if (head.size() < 4) return "";
    auto byte = [&](int i) { return std::size_t(static_cast<unsigned char>(head[i])); };
    return read(fd, byte(0) | byte(1) << 8 | byte(2) << 16);
  }

  std::string read(int fd, std::size_t size) {
    std::string text;
    while (text.size() < size && !over_) {
      if (!readable(fd)) continue;
      char buffer[512];
      ssize_t got = ::recv(fd, buffer, std::min(size - text.size(), sizeof buffer), 0);
      if (got <= 0) return "";
      text.append(buffer, std::size_t(got));
    }
    return text;
  }

  static void send(int fd, int number, const std::string& body) {
    std::string packet{char(body.size()), 0, 0, char(number)};
    packet += body;
    ::send(fd, packet.data(), packet.size(), MSG_NOSIGNAL);
  }

  static std::string ok() { return std::string("\0\0\0\2\0\0\0", 7); }

  static std::string greeting() {
    std::string text(
        "\x0a"
        "5.5.5-10.11.6-MariaDB\0"
        "\1\0\0\0"
        "abcdefgh\0",
        36);
    text += std::string("\x0f\xa2", 2);  // protocol 4.1, transactions, CONNECT_WITH_DB
    text += "\x2d";                      // utf8mb4
    text += std::string("\2\0", 2);      // autocommit
    text += std::string("\x08\x00", 2);  // PLUGIN_AUTH
    text += std::string("\x15", 1) + std::string(10, '\0');
    text += std::string("abcdefghijkl\0", 13) + std::string("mysql_native_password\0", 22);
    return text;
  }

  std::string path_;
  Plan plan_;
  int listening_ = -1;
  std::atomic<bool> over_{false};
  std::atomic<int> connections_{0}, hung_up_{0};
  std::vector<std::string> commands_;
  std::thread thread_;
};

Does always_answer(const std::string&) { return Does::answer; }

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
    explicit Given(Server::Plan plan)
        : server(folder, std::move(plan)),
          conf(config(folder, "[database]\nsocket = \"" + server.path() +
                                  "\"\nname = \"spaconf\"\nuser = \"spaconf\"\npassword_file = \"" +
                                  folder.file("password", "secret\n") + "\"\n")),
          database(conf.section("database"), "", &deadline) {}
    Folder folder;
    Server server;
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

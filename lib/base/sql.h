// Runs SQL statements and transactions. Only this file uses mysql.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/config.h"
#include "base/deadline.h"
#include "base/error.h"
#include "base/secret.h"

namespace spaconf::sql {

/// The value of a placeholder; nullptr is NULL.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
using Field = std::optional<std::string>;

/// One row of a result. Columns are numbered from 0.
class Row {
 public:
  explicit Row(std::vector<Field> fields) : fields_(std::move(fields)) {}
  bool is_null(std::size_t column) const { return !fields_.at(column); }
  /// Empty for NULL.
  std::string text(std::size_t column) const { return fields_.at(column).value_or(""); }
  /// 0 for NULL, and for what is no whole number.
  std::int64_t number(std::size_t column) const;

 private:
  std::vector<Field> fields_;
};

/// A row with this key exists already. The key is the index's name in the schema.
class Duplicate : public std::runtime_error {
 public:
  explicit Duplicate(const std::string& key) : std::runtime_error("duplicate " + key), key_(key) {}
  const std::string& key() const { return key_; }

 private:
  std::string key_;
};

/// The database gave up on a lock or a deadlock, in every retry.
class Busy : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The table does not exist.
class MissingTable : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The connection was lost, before or after the server carried out the statement.
class Lost : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The server did not answer in time, and may still carry out the statement.
class Silent : public Lost {
 public:
  using Lost::Lost;
};

/// The address of a database, and the user who connects to it.
struct Server {
  std::string socket, host, ca_file;  ///< Socket or host, the other is empty
  std::string name, user;
  unsigned port;
  Secret password;
};

/// How long to wait for answers.
struct Patience {
  const Deadline* deadline = nullptr;  ///< The request's; null for none
  bool is_endless = false;

  /// The smaller of `limit` and the time until the deadline. Throws Unavailable after the deadline.
  std::chrono::milliseconds of(std::chrono::milliseconds limit) const;
};

/// One connection to the server. Connecting takes at most 2 seconds and every answer at most 3, and
/// neither exceeds the deadline. Failures are thrown as Unavailable("database", …). After Lost and
/// Silent the connection is unusable.
class Client {
 public:
  struct Statement;

  /// Connects.
  Client(const Server& server, const Patience& patience);
  ~Client();

  /// Checks a connection that was idle, before its next use.
  bool is_alive();
  /// From now on answers have no time limit.
  void wait_for_ever();

  /// Runs a statement without preparing it; it must return no rows.
  void command(const char* text);

  /// The statement that was prepared from this text; nullptr for none.
  Statement* find(const std::string& text) const;
  Statement& prepare(const std::string& text);
  void execute(Statement& statement, const std::vector<Value>& values);
  /// The result of a statement that was executed. When this throws, the connection is unusable.
  std::vector<Row> rows(Statement& statement);
  /// How many rows an executed statement changed.
  std::uint64_t changed(const Statement& statement) const;
  std::size_t statements() const;
  void forget(const std::string& text);
  void forget_statements();

  /// The number that AUTO_INCREMENT gave the last inserted row.
  std::uint64_t last_id() const;

 private:
  struct Link;
  /// Begins a call of the client when it is given 0, else continues it; returns the events it waits
  /// for, 0 when it is done.
  using Step = std::function<int(int events)>;

  void finish(std::chrono::milliseconds limit, const Step& step);
  int wait(std::chrono::milliseconds limit, int events);

  Patience patience_;
  bool is_remote_;
  std::chrono::steady_clock::time_point last_used_;
  std::unique_ptr<Link> link_;
};

/// The connection was lost during COMMIT, whose outcome is unknown.
class UnknownOutcome : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// A database, by a connection that opens at its first use, and again if the server closed it while
/// it was idle between two transactions. Failures are thrown as Unavailable("database", …).
class Connection {
 public:
  /// Reads socket or host, port and ca_file, name, user, password_file of its section. A host
  /// other than this machine needs a ca_file: then the connection is encrypted and the
  /// server's certificate is verified. `deadline` is the request's, and outlives the connection;
  /// null when there is none.
  explicit Connection(const Section& section, const Deadline* deadline = nullptr);
  Connection(Connection&&) noexcept;
  ~Connection();

  /// Runs one statement and gives its rows. Statements are prepared once per
  /// connection. Tables are those of our own database unless the statement names another.
  /// A statement that may have run is never repeated.
  std::vector<Row> query(const std::string& statement, const std::vector<Value>& values = {});
  /// Runs one statement and returns how many rows it changed.
  std::uint64_t change(const std::string& statement, const std::vector<Value>& values = {});
  /// The number that AUTO_INCREMENT gave the last inserted row.
  std::uint64_t last_id() const;

  /// Does `work` in one transaction, and repeats it a few times if the database gave up on a
  /// deadlock or a lock. Throws what `work` throws, after a rollback, and Busy or
  /// UnknownOutcome. A transaction within a transaction throws logic_error.
  void transact(const std::function<void()>& work);
  /// The number of the open transaction, another one for each; 0 when none is open.
  std::uint64_t transaction() const { return in_transaction_ ? transactions_ : 0; }

  /// For the time between two requests: reopens a connection that the deadline broke, and prepares
  /// its statements again. On a slow server a statement's first use waits for two answers, so
  /// without this no request would ever end in time there. Throws nothing.
  void restore() noexcept;

  /// From now on answers have no time limit, and the connection is never reopened: for work that
  /// may take hours and holds a lock of this connection.
  void wait_for_ever();

 private:
  Client::Statement& run(const std::string& statement, const std::vector<Value>& values);
  Client::Statement& prepared(const std::string& statement);
  void restore(const std::string& statement);
  void open();
  void begin();
  void command(const char* text);
  void undo();

  Server server_;
  Patience patience_;
  bool in_transaction_ = false;
  std::uint64_t transactions_ = 0;  ///< How many were begun
  std::unique_ptr<Client> client_;
  std::set<std::string> used_;  ///< The statements prepared on this connection and on the last
};

}  // namespace spaconf::sql

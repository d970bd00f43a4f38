// Connection, statement, transaction: the only place that knows mysql.h.
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

/// What a placeholder is bound to; nullptr is NULL.
using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;
using Field = std::optional<std::string>;

/// One row of an answer. A column is named by its place, from 0.
class Row {
 public:
  explicit Row(std::vector<Field> fields) : fields_(std::move(fields)) {}
  bool is_null(std::size_t column) const { return !fields_.at(column); }
  /// Empty for NULL.
  std::string text(std::size_t column) const { return fields_.at(column).value_or(""); }
  /// 0 for NULL.
  std::int64_t number(std::size_t column) const;

 private:
  std::vector<Field> fields_;
};

/// A row like this is there already. The key is the index's name in the schema.
class Duplicate : public std::runtime_error {
 public:
  explicit Duplicate(const std::string& key) : std::runtime_error("duplicate " + key), key_(key) {}
  const std::string& key() const { return key_; }

 private:
  std::string key_;
};

/// The database gave up on a lock or a deadlock, and did so again every time.
class Busy : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// There is no such table.
class MissingTable : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The connection was lost while COMMIT was on its way: it may have happened or not.
class UnknownOutcome : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// A connection that is made when it is first used, and made anew when the server closed it
/// between two transactions. Connecting waits at most 2 seconds for the server and every answer at
/// most 3, and none longer than the deadline lets it. Whatever fails is thrown as
/// Unavailable("database", …).
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
  /// Nothing is sent again that may have run.
  std::vector<Row> query(const std::string& statement, const std::vector<Value>& values = {});
  /// Runs one statement and tells how many rows it changed.
  std::uint64_t change(const std::string& statement, const std::vector<Value>& values = {});
  /// The number that AUTO_INCREMENT gave the last inserted row.
  std::uint64_t last_id() const;

  /// Does `work` in one transaction, and all of it again, a few times, when the
  /// database gave up on a deadlock or a lock. Throws what `work` throws, after
  /// undoing it, and Busy or UnknownOutcome. There is no transaction within a transaction:
  /// that throws logic_error.
  void transact(const std::function<void()>& work);
  /// The number of the open transaction, another one for each; 0 when none is open.
  std::uint64_t transaction() const { return in_transaction_ ? transactions_ : 0; }

  /// For between two requests: makes a connection that the deadline broke anew, with the statements
  /// it had prepared. On a slow server each statement's first use costs two answers, so without
  /// this no request would ever end in time there. Throws nothing.
  void restore() noexcept;

  /// From now on an answer may take as long as it does, and the connection is never made anew:
  /// for what may take hours and holds a lock of this connection's.
  void wait_for_ever();

 private:
  struct Link;
  struct Statement;
  /// Begins a call of the client when it is given 0, else goes on with it; gives what it waits
  /// for, 0 when it is done.
  using Step = std::function<int(int events)>;

  Statement& run(const std::string& statement, const std::vector<Value>& values);
  Statement& prepared(const std::string& statement);
  void restore(const std::string& statement);
  std::vector<Row> rows(Statement& statement);
  void execute(Statement& statement, const std::vector<Value>& values);
  void open();
  void connect();
  bool is_alive();
  void begin();
  void command(const char* text);
  void undo();
  void finish(std::chrono::milliseconds limit, const Step& step);
  int wait(std::chrono::milliseconds limit, int events);
  std::chrono::milliseconds patience(std::chrono::milliseconds limit) const;

  std::string socket_, host_, ca_file_, name_, user_;
  unsigned port_;
  Secret password_;
  const Deadline* deadline_;
  bool in_transaction_ = false, waits_for_ever_ = false;
  std::uint64_t transactions_ = 0;  ///< How many were begun
  std::chrono::steady_clock::time_point last_used_;
  std::unique_ptr<Link> link_;
  std::set<std::string> used_;  ///< The statements prepared on this connection and on the last
};

}  // namespace spaconf::sql

// One connection to MariaDB or MySQL. Only this file uses mysql.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

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
  /// 0 for NULL and for anything but a whole number.
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

/// The index that a server's message about a duplicate names: "request_key" in MariaDB's "Duplicate
/// entry 'a' for key 'request_key'" and in MySQL's "… for key 'request.request_key'".
std::string index_name(const std::string& message);

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

/// A change of the schema that was made before: the table has this column or index.
class AlreadyThere : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The table, or the file it is in, has no room for another row.
class TableFull : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The connection was lost, before or after the server carried out the statement.
class Lost : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// The node of a cluster refused the statement, because it is not in touch with the others.
class NotReady : public Lost {
 public:
  using Lost::Lost;
};

/// The server did not answer in time, and may still carry out the statement.
class Silent : public Lost {
 public:
  using Lost::Lost;
};

/// Where a server listens.
struct Address {
  std::string host;
  unsigned port;
};

/// The addresses of a database, and the user who connects to it.
struct Server {
  std::string service;  ///< How errors name it: "database", "exchange"
  std::string socket, ca_file;
  std::vector<Address> hosts;  ///< Without a socket: one, or those of a cluster by preference
  bool is_cluster;
  std::string name, user;
  Secret password;
};

/// How long to wait for answers.
struct Patience {
  const Deadline* deadline = nullptr;  ///< The request's; null for none
  const Deadline* step = nullptr;      ///< Of some statements of it; null for none
  bool is_endless = false;

  /// The smaller of `limit` and the time until both deadlines. Throws Unavailable(`service`, …)
  /// after one of them.
  std::chrono::milliseconds of(std::chrono::milliseconds limit, const std::string& service) const;
};

/// How long connecting takes at most.
constexpr std::chrono::milliseconds connect_time{2000};

/// One connection to the server. Every answer takes at most 3 seconds, and neither that nor
/// connecting exceeds the deadline. Failures are thrown as Unavailable(server.service, …). After
/// Lost and Silent the connection is unusable.
class Client {
 public:
  struct Statement;

  /// Connects, to this one of its hosts. A host of a cluster that does not accept work is refused
  /// like one that does not answer.
  Client(const Server& server, std::size_t host, const Patience& patience,
         std::chrono::milliseconds limit = connect_time);
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
  /// Runs it once for each row of values, by one request. Each value of a row is of the kind that
  /// the first row has there, or NULL. Only if has_arrays().
  void execute_each(Statement& statement, const std::vector<std::vector<Value>>& rows);
  /// Does the server take many rows of values at once? MySQL's does not.
  bool has_arrays() const;
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

  void command(const char* text, std::chrono::milliseconds limit);
  void join_cluster(std::chrono::milliseconds limit);
  void finish(std::chrono::milliseconds limit, const Step& step);
  /// With the values that are bound.
  void run(Statement& statement);
  int wait(std::chrono::milliseconds limit, int events);

  std::string service_;
  Patience patience_;
  bool is_remote_, is_cluster_;
  std::chrono::steady_clock::time_point last_used_;
  std::unique_ptr<Link> link_;
};

}  // namespace spaconf::sql

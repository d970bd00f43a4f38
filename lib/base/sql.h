// Runs SQL statements and transactions.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "base/host_order.h"
#include "base/sql_client.h"
#include "base/sql_section.h"

namespace spaconf::sql {

/// The connection was lost during COMMIT, whose outcome is unknown.
class UnknownOutcome : public Unavailable {
 public:
  using Unavailable::Unavailable;
};

/// A database, by a connection that opens at its first use, and again if the server closed it while
/// it was idle between two transactions. Failures are thrown as Unavailable, naming the service.
/// Of a cluster it is to the first host that accepts work. It stays with that host, until the host
/// fails or a better one is back, so that soon all programs work on the same one.
class Connection {
 public:
  /// Reads socket, host and port or hosts, ca_file, name, user, password_file of its section. A
  /// host other than this machine needs a ca_file: then the connection is encrypted and the
  /// server's certificate is verified. `program` may have a user and a password_file of its own,
  /// in the section below that is named after it. `deadline` is the request's, and outlives the
  /// connection; null when there is none.
  explicit Connection(const Section& section, std::string_view program = "",
                      const Deadline* deadline = nullptr, const Ownership& ownership = ours);
  Connection(Connection&&) noexcept;
  ~Connection();

  /// Runs one statement and gives its rows. Statements are prepared once per
  /// connection. Tables are those of our own database unless the statement names another.
  /// A statement that may have run is never repeated.
  std::vector<Row> query(const std::string& statement, const std::vector<Value>& values = {});
  /// Has the server prepare the statement, without running it: throws as running it would if the
  /// server cannot, for want of a table, a column or a privilege.
  void prepare(const std::string& statement);
  /// Runs one statement and returns how many rows it changed.
  std::uint64_t change(const std::string& statement, const std::vector<Value>& values = {});
  /// Runs one statement for each row of values, by one request where the server can do that. Each
  /// value of a row is of the kind that the first row has there, or NULL. If it throws inside of a
  /// transaction, that has to be undone.
  void change_each(const std::string& statement, const std::vector<std::vector<Value>>& rows);
  /// The number that AUTO_INCREMENT gave the last inserted row.
  std::uint64_t last_id() const;

  /// Does `work` in one transaction, and repeats it a few times if the database gave up on a
  /// deadlock or a lock, or if the host of a cluster was lost before COMMIT. Throws what `work`
  /// throws, after a rollback, and Busy or UnknownOutcome. A transaction within a transaction
  /// throws logic_error.
  void transact(const std::function<void()>& work);
  /// Marks a point of the open transaction, instead of the last one.
  void mark();
  /// Undoes what the transaction did since that point; its locks remain.
  void undo_to_mark();
  /// The number of the open transaction, another one for each; 0 when none is open.
  std::uint64_t transaction() const { return in_transaction_ ? transactions_ : 0; }

  /// Does `work`, whose statements take at most the time that is `left`, and subtracts what it
  /// took. Throws what it throws, and Unavailable when nothing is left. Within another call the
  /// time of that one counts.
  void within(std::chrono::milliseconds& left, const std::function<void()>& work);
  /// Another connection to the same server for the same user; `service` is how its errors name it.
  Connection another(std::string_view service) const;

  /// Is this a cluster, where another program may write on another host?
  bool is_cluster() const { return server_.is_cluster; }
  /// The host that was used last: "192.0.2.1:3306"; empty without host.
  std::string host() const;
  /// A connection to each host of a cluster, in order.
  std::vector<Connection> to_each_host() const;

  /// For the time between two requests: reopens a connection that the deadline broke, and prepares
  /// its statements again. On a slow server a statement's first use waits for two answers, so
  /// without this no request would ever end in time there. Throws nothing.
  void restore() noexcept;

  /// From now on answers have no time limit, and the connection is never reopened: for work that
  /// may take hours and holds a lock of this connection.
  void wait_for_ever();

 private:
  using Execution = std::function<void(Client::Statement& statement)>;
  Client::Statement& run(const std::string& statement, const std::vector<Value>& values);
  Client::Statement& run(const std::string& statement, const Execution& execute);
  Client::Statement& run_once(const std::string& statement, const Execution& execute);
  Client::Statement& prepared(const std::string& statement);
  void restore(const std::string& statement);
  void open();
  void connect();
  void prefer_better_host();
  bool connect_to(std::size_t host, std::chrono::milliseconds limit,
                  std::vector<std::string>& problems);
  void begin();
  void command(const char* text);
  void undo();

  Connection(Server server, const Deadline* deadline);

  Server server_;
  HostOrder order_;
  std::size_t host_ = 0;            // of the order's
  std::unique_ptr<Deadline> step_;  // of within(); where it stays when the connection moves
  Patience patience_;
  bool in_transaction_ = false;
  std::uint64_t transactions_ = 0;  ///< How many were begun
  std::unique_ptr<Client> client_;
  std::set<std::string> used_;  ///< The statements prepared on this connection and on the last
};

}  // namespace spaconf::sql

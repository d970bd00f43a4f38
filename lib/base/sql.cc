// Prepares statements at their first use, reconnects between transactions, and retries a
// transaction that collided with another.
#include "base/sql.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/crypto.h"
#include "base/text.h"

namespace spaconf::sql {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// A COMMIT with less time left is not sent, because its outcome would be unknown.
constexpr milliseconds commit_time{1000};
/// How many statements a connection keeps prepared.
constexpr std::size_t most_statements = 200;
/// A host that may be back is tried for half of this, or of the time that is left, and no host is
/// called away that was tried for less than the second.
constexpr milliseconds longest_probe{2000}, least_probe{250};
/// How often and how long a transaction is retried; a whole request has 8 seconds.
constexpr int most_tries = 5;
constexpr std::chrono::seconds longest_trying{4};

}  // namespace

Connection::Connection(const Section& section, std::string_view program, const Deadline* deadline,
                       const Ownership& ownership)
    : Connection(server_of(section, program, ownership), deadline) {}

Connection::Connection(Server server, const Deadline* deadline)
    : server_(std::move(server)),
      order_(std::max<std::size_t>(server_.hosts.size(), 1)),
      step_(std::make_unique<Deadline>()),
      patience_{.deadline = deadline, .step = step_.get()} {}

void Connection::within(milliseconds& left, const std::function<void()>& work) {
  if (step_->is_set()) return work();
  if (left <= milliseconds(0)) throw Unavailable(server_.service, "too slow: no time left");
  const auto start = Clock::now();
  const auto end = [&] {
    step_->clear();
    left -= std::chrono::ceil<milliseconds>(Clock::now() - start);
  };
  step_->set(left);
  try {
    work();
  } catch (...) {
    end();
    throw;
  }
  end();
}

Connection Connection::another(std::string_view service) const {
  Server server = server_;
  server.service = service;
  return Connection(std::move(server), patience_.deadline);
}

std::string Connection::host() const {
  return server_.hosts.empty() ? "" : text_of(server_.hosts.at(host_));
}

std::vector<Connection> Connection::to_each_host() const {
  std::vector<Connection> connections;
  if (!is_cluster()) return connections;
  for (const Address& host : server_.hosts) {
    Server server = server_;
    server.hosts = {host};
    connections.push_back(Connection(std::move(server), patience_.deadline));
  }
  return connections;
}

Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

void Connection::wait_for_ever() {
  open();
  try {
    client_->wait_for_ever();
  } catch (...) {
    client_.reset();
    throw;
  }
  patience_.is_endless = true;
}

/// False: this host of a cluster cannot be used, and `problems` says why.
bool Connection::connect_to(std::size_t host, milliseconds limit,
                            std::vector<std::string>& problems) {
  try {
    client_ = std::make_unique<Client>(server_, host, patience_, limit);
    host_ = host;
    return true;
  } catch (const Silent&) {
    // It may be the request that has no time left.
    if (!is_cluster()) throw;
    if (limit >= least_probe) order_.failed(host, Clock::now());
    problems.push_back(text_of(server_.hosts[host]) + ": no answer in time");
  } catch (const Unavailable& error) {
    if (!is_cluster()) throw;
    order_.failed(host, Clock::now());
    const auto begin = server_.service.size() + 2;  // of the reason, after "database: "
    problems.push_back(text_of(server_.hosts[host]) + ": " + (error.what() + begin));
  }
  return false;
}

void Connection::connect() {
  const auto hosts = order_.all(Clock::now());
  std::vector<std::string> problems;
  for (std::size_t tried = 0; tried < hosts.size(); ++tried) {
    milliseconds limit = connect_time;
    if (is_cluster()) {
      // The hosts share the time that is left with what is then to be done.
      const auto shares = static_cast<milliseconds::rep>(hosts.size() - tried + 1);
      limit = patience_.of(connect_time * shares, server_.service) / shares;
    }
    if (connect_to(hosts[tried], limit, problems)) return;
  }
  const std::string why = joined(problems, "; ");
  throw Unavailable(server_.service,
                    hosts.size() == 1 ? why : "no host of the cluster accepts work: " + why);
}

/// All programs should write on the same host.
void Connection::prefer_better_host() {
  std::vector<std::string> ignored;
  for (std::size_t host : order_.better_than(host_, Clock::now())) {
    if (connect_to(host, patience_.of(longest_probe, server_.service) / 2, ignored)) return;
  }
}

/// Connects if necessary.
void Connection::open() {
  if (in_transaction_ || patience_.is_endless) {
    if (!client_) throw Lost(server_.service, "the connection broke, and its transaction was lost");
    return;
  }
  if (client_ && !client_->is_alive()) client_.reset();
  if (client_) {
    prefer_better_host();
  } else {
    connect();
  }
}

Client::Statement& Connection::prepared(const std::string& text) {
  if (Client::Statement* known = client_->find(text)) return *known;
  // There are many composed statements, and the server limits the number of prepared ones.
  if (client_->statements() >= most_statements) {
    client_->forget_statements();
    used_.clear();
  }
  try {
    Client::Statement& statement = client_->prepare(text);
    used_.insert(text);
    return statement;
  } catch (const Lost&) {
    client_.reset();
    throw;
  }
}

Client::Statement& Connection::run(const std::string& text, const std::vector<Value>& values) {
  return run(text, [&](Client::Statement& statement) { client_->execute(statement, values); });
}

Client::Statement& Connection::run(const std::string& text, const Execution& execute) {
  try {
    return run_once(text, execute);
  } catch (const NotReady&) {
    // It has not run, and another host may accept it.
    return run_once(text, execute);
  }
}

Client::Statement& Connection::run_once(const std::string& text, const Execution& execute) {
  open();
  Client::Statement* statement = nullptr;
  try {
    statement = &prepared(text);
  } catch (const Silent&) {
    throw;
  } catch (const Lost&) {
    // A statement that was only being prepared has not run.
    open();
    statement = &prepared(text);
  }
  try {
    execute(*statement);
  } catch (const Duplicate&) {
    throw;
  } catch (const Lost&) {
    client_.reset();
    throw;
  } catch (...) {
    client_->forget(text);
    throw;
  }
  return *statement;
}

void Connection::prepare(const std::string& statement) {
  open();
  prepared(statement);
}

std::vector<Row> Connection::query(const std::string& statement, const std::vector<Value>& values) {
  Client::Statement& done = run(statement, values);
  try {
    return client_->rows(done);
  } catch (...) {
    client_.reset();
    throw;
  }
}

std::uint64_t Connection::change(const std::string& statement, const std::vector<Value>& values) {
  Client::Statement& done = run(statement, values);
  return client_->changed(done);
}

void Connection::change_each(const std::string& statement,
                             const std::vector<std::vector<Value>>& rows) {
  if (rows.empty()) return;
  run(statement, [&](Client::Statement& prepared) {
    if (rows.size() == 1 || !client_->has_arrays()) {
      for (const auto& values : rows) client_->execute(prepared, values);
      return;
    }
    try {
      client_->execute_each(prepared, rows);
    } catch (const Duplicate&) {
      // It is still prepared for many rows.
      client_->forget(statement);
      throw;
    }
  });
}

std::uint64_t Connection::last_id() const { return client_ ? client_->last_id() : 0; }

void Connection::restore() noexcept {
  if (client_ || used_.empty()) return;
  const auto texts = used_;
  try {
    open();
    for (const std::string& text : texts) {
      if (patience_.deadline && patience_.deadline->is_over()) return;
      restore(text);
    }
  } catch (const std::exception&) {
    // The next request reports the error.
  }
}

/// A statement that can no longer be prepared does not affect the others.
void Connection::restore(const std::string& text) {
  try {
    prepared(text);
  } catch (const Lost&) {
    throw;
  } catch (const std::exception&) {
    used_.erase(text);
  }
}

void Connection::command(const char* text) {
  try {
    client_->command(text);
  } catch (...) {
    // After a failed COMMIT or ROLLBACK the state of the connection is unknown.
    client_.reset();
    throw;
  }
}

void Connection::begin() {
  open();
  try {
    command("START TRANSACTION");
  } catch (const Silent&) {
    throw;
  } catch (const Lost&) {
    open();
    command("START TRANSACTION");
  }
  in_transaction_ = true;
  ++transactions_;
}

/// If that fails, the server rolls back when the connection ends.
void Connection::undo() {
  in_transaction_ = false;
  try {
    if (client_) command("ROLLBACK");
  } catch (const std::exception&) {
    client_.reset();
  }
}

void Connection::mark() {
  open();
  command("SAVEPOINT MARK");
}

void Connection::undo_to_mark() {
  open();
  command("ROLLBACK TO SAVEPOINT MARK");
}

void Connection::transact(const std::function<void()>& work) {
  if (in_transaction_)
    throw std::logic_error(server_.service + ": a transaction within a transaction");
  const auto start = Clock::now();
  for (int tries = 1;; ++tries) {
    try {
      begin();
      work();
      if (patience_.of(commit_time, server_.service) < commit_time) {
        throw Unavailable(server_.service, "too slow: no time left to commit");
      }
      in_transaction_ = false;
      if (!client_) throw Lost(server_.service, "the connection broke within the transaction");
      try {
        command("COMMIT");
      } catch (const Lost& lost) {
        throw UnknownOutcome(server_.service, std::string("commit: ") + lost.what());
      }
      return;
    } catch (const Busy&) {
      undo();
      if (tries == most_tries || Clock::now() - start > longest_trying) throw;
    } catch (const Duplicate&) {
      undo();
      // Another host of the cluster may have added the row in this moment, whatever is locked here.
      if (!is_cluster() || tries > 1) throw;
    } catch (const Lost&) {
      const bool is_ours = !client_;  // and not that of another server
      undo();
      // Another host of the cluster can do again what was not committed.
      if (!is_cluster() || !is_ours || tries == most_tries || Clock::now() - start > longest_trying)
        throw;
    } catch (...) {
      undo();
      throw;
    }
    // A random pause keeps colliding transactions from retrying together.
    std::this_thread::sleep_for(milliseconds(5 + random_below(10 * static_cast<unsigned>(tries))));
  }
}

}  // namespace spaconf::sql

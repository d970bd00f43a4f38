// Prepares statements at their first use, reconnects between transactions, and retries a
// transaction that collided with another.
#include "base/sql.h"

#include <chrono>
#include <thread>

#include "base/crypto.h"
#include "base/host.h"

namespace spaconf::sql {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// A COMMIT with less time left is not sent, because its outcome would be unknown.
constexpr milliseconds commit_time{1000};
/// How many statements a connection keeps prepared.
constexpr std::size_t most_statements = 200;
/// How often and how long a transaction is retried; a whole request has 8 seconds.
constexpr int most_tries = 5;
constexpr std::chrono::seconds longest_trying{4};

/// The section that has the program's user. The keys of the other programs are known, too.
Section identity_of(const Section& section, std::string_view program) {
  Section found = section;
  section.where("user");
  section.where("password_file");
  for (std::string_view each : programs_with_own_user) {
    if (!section.has(each)) continue;
    const Section own = section.section(each);
    own.where("user");
    own.where("password_file");
    if (each == program) found = own;
  }
  return found;
}

Server server_of(const Section& section, std::string_view program, const Ownership& ownership) {
  const Section identity = identity_of(section, program);
  Server server{.service = std::string(ownership.service),
                .socket = section.text("socket", ""),
                .host = section.text("host", ""),
                .ca_file = section.has("ca_file") ? section.path("ca_file").string() : "",
                .name = section.text(ownership.name_key),
                .user = identity.text("user"),
                .port = static_cast<unsigned>(section.number("port", 3306, 1, 65535)),
                .password = identity.secret("password_file")};
  const std::string& host = server.host;
  if (server.socket.empty() == host.empty()) {
    section.wrong(host.empty() ? "socket" : "host", "give either socket or host");
  }
  if (!host.empty() && server.ca_file.empty() && !is_this_machine(host)) {
    section.wrong("host", "passwords would cross the network in clear text: " + host +
                              " is another machine and needs a ca_file");
  }
  if (!server.socket.empty() && !server.ca_file.empty()) {
    section.wrong("ca_file", "a connection over a socket is not encrypted; ca_file needs host");
  }
  return server;
}

}  // namespace

Connection::Connection(const Section& section, std::string_view program, const Deadline* deadline,
                       const Ownership& ownership)
    : Connection(server_of(section, program, ownership), deadline) {}

Connection::Connection(Server server, const Deadline* deadline)
    : server_(std::move(server)),
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

/// Connects if necessary.
void Connection::open() {
  if (in_transaction_ || patience_.is_endless) {
    if (!client_) throw Lost(server_.service, "the connection broke, and its transaction was lost");
    return;
  }
  if (client_ && !client_->is_alive()) client_.reset();
  if (!client_) client_ = std::make_unique<Client>(server_, patience_);
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
    client_->execute(*statement, values);
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
    begin();
    try {
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
    } catch (...) {
      undo();
      throw;
    }
    // A random pause keeps colliding transactions from retrying together.
    std::this_thread::sleep_for(milliseconds(5 + random_below(10 * static_cast<unsigned>(tries))));
  }
}

}  // namespace spaconf::sql

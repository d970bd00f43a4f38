// Runs SQL through MariaDB's C client. Only its non-blocking calls allow a different timeout for
// each answer. Automatic reconnection is off because it loses a transaction silently; instead this
// file reconnects between transactions.
#include "base/sql.h"

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <thread>

#include "base/crypto.h"
#include "base/host.h"
#include "base/number.h"

namespace spaconf::sql {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds connect_time{2000}, answer_time{3000};
/// A COMMIT with less time left is not sent, because its outcome would be unknown.
constexpr milliseconds commit_time{1000};
/// A network connection that was idle for this long is checked before use, because firewalls drop
/// idle connections silently.
constexpr milliseconds idle_time{30000}, ping_time{1000};
/// Statements of one request follow one another faster than this, so that a connection is checked
/// once a request: the server may have closed one that was idle for longer.
constexpr milliseconds rest_time{2};
/// The lock timeout is shorter than ours, so that the server reports it first.
constexpr char session[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE',"
    " innodb_lock_wait_timeout = 2, time_zone = '+00:00',"
    " SESSION tx_isolation = 'READ-COMMITTED'";
/// The session of commands that may take long.
constexpr char patient_session[] = "SET SESSION innodb_lock_wait_timeout = 3600";
/// How many statements a connection keeps prepared.
constexpr std::size_t most_statements = 200;
/// How often and how long a transaction is retried; a whole request has 8 seconds.
constexpr int most_tries = 5;
constexpr std::chrono::seconds longest_trying{4};

/// An error number that MariaDB's headers lack: a Galera node without quorum.
constexpr unsigned er_unknown_com_error = 1047;

/// The connection was lost, before or after the server carried out the statement.
struct Lost : Unavailable {
  using Unavailable::Unavailable;
};

/// The server did not answer in time, and may still carry out the statement.
struct Silent : Lost {
  using Lost::Lost;
};

/// The index in "Duplicate entry '…' for key 'NAME'"; the entry itself may hold quotes.
std::string index_name(const std::string& message) {
  auto end = message.rfind('\'');
  if (end == std::string::npos || end == 0) return message;
  auto begin = message.rfind('\'', end - 1);
  return message.substr(begin + 1, end - begin - 1);
}

[[noreturn]] void failed(unsigned code, const std::string& message) {
  std::string what = message + " (" + std::to_string(code) + ")";
  switch (code) {
    case ER_DUP_ENTRY: throw Duplicate(index_name(message));
    case ER_LOCK_DEADLOCK:
    case ER_LOCK_WAIT_TIMEOUT: throw Busy("database", what);
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST: throw Lost("database", what);
    case ER_NO_SUCH_TABLE: throw MissingTable("database", what);
    case ER_SERVER_SHUTDOWN:
    case er_unknown_com_error:
    case ER_CON_COUNT_ERROR:
    case ER_MAX_PREPARED_STMT_COUNT_REACHED:
    case ER_DISK_FULL:
    case ER_RECORD_FILE_FULL:
    case ER_BAD_DB_ERROR:
    case ER_ACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
    case ER_TABLEACCESS_DENIED_ERROR: throw Unavailable("database", what);
    default:
      if (code >= CR_MIN_ERROR && code <= CR_MAX_ERROR) throw Lost("database", what);
      throw std::runtime_error("database: " + what);
  }
}

}  // namespace

std::int64_t Row::number(std::size_t column) const {
  return whole_number(fields_.at(column).value_or("")).value_or(0);
}

struct Connection::Statement {
  struct Close {
    void operator()(MYSQL_STMT* handle) const { mysql_stmt_close(handle); }
  };
  std::unique_ptr<MYSQL_STMT, Close> handle;

  [[noreturn]] void fail() const {
    failed(mysql_stmt_errno(handle.get()), mysql_stmt_error(handle.get()));
  }

  /// `values` outlive the execution.
  void bind(const std::vector<Value>& values) {
    if (mysql_stmt_param_count(handle.get()) != values.size()) {
      throw std::logic_error("database: wrong number of values for a statement");
    }
    std::vector<MYSQL_BIND> binds(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      MYSQL_BIND& bind = binds[i];
      if (const auto* number = std::get_if<std::int64_t>(&values[i])) {
        bind.buffer_type = MYSQL_TYPE_LONGLONG;
        bind.buffer = const_cast<std::int64_t*>(number);
      } else if (const auto* text = std::get_if<std::string>(&values[i])) {
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = const_cast<char*>(text->data());
        bind.buffer_length = text->size();
      } else {
        bind.buffer_type = MYSQL_TYPE_NULL;
      }
    }
    if (!binds.empty() && mysql_stmt_bind_param(handle.get(), binds.data())) fail();
  }

  /// Reads a row of a completely received result.
  std::vector<Row> fetched() {
    std::vector<Row> rows;
    const unsigned columns = mysql_stmt_field_count(handle.get());
    std::vector<MYSQL_BIND> binds(columns);
    std::vector<unsigned long> lengths(columns);
    std::vector<my_bool> nulls(columns);
    for (unsigned i = 0; i < columns; ++i) {
      binds[i].buffer_type = MYSQL_TYPE_STRING;
      binds[i].length = &lengths[i];
      binds[i].is_null = &nulls[i];
    }
    if (mysql_stmt_bind_result(handle.get(), binds.data())) fail();
    int status = 0;
    while ((status = mysql_stmt_fetch(handle.get())) == 0 || status == MYSQL_DATA_TRUNCATED) {
      std::vector<Field> fields(columns);
      for (unsigned i = 0; i < columns; ++i) {
        if (nulls[i]) continue;
        fields[i].emplace(lengths[i], '\0');
        MYSQL_BIND bind{};
        bind.buffer_type = MYSQL_TYPE_STRING;
        bind.buffer = fields[i]->data();
        bind.buffer_length = lengths[i];
        if (lengths[i] && mysql_stmt_fetch_column(handle.get(), &bind, i, 0)) fail();
      }
      rows.emplace_back(std::move(fields));
    }
    if (status != MYSQL_NO_DATA) fail();
    mysql_stmt_free_result(handle.get());
    return rows;
  }
};

struct Connection::Link {
  struct Close {
    void operator()(MYSQL* handle) const { mysql_close(handle); }
  };
  std::unique_ptr<MYSQL, Close> handle{mysql_init(nullptr)};
  std::map<std::string, Statement> statements;  // by their text
  bool is_broken = false;

  /// On close, the client would read the rest of an answer, which never arrives on a broken
  /// connection.
  ~Link() {
    if (is_broken) ::shutdown(mysql_get_socket(handle.get()), SHUT_RDWR);
  }

  [[noreturn]] void fail() const { failed(mysql_errno(handle.get()), mysql_error(handle.get())); }
};

Connection::Connection(const Section& section, const Deadline* deadline)
    : socket_(section.text("socket", "")),
      host_(section.text("host", "")),
      ca_file_(section.has("ca_file") ? section.path("ca_file").string() : ""),
      name_(section.text("name")),
      user_(section.text("user")),
      port_(static_cast<unsigned>(section.number("port", 3306, 1, 65535))),
      password_(section.secret("password_file")),
      deadline_(deadline) {
  if (socket_.empty() == host_.empty()) {
    section.wrong(host_.empty() ? "socket" : "host", "give either socket or host");
  }
  if (!host_.empty() && ca_file_.empty() && !is_this_machine(host_)) {
    section.wrong("host", "passwords would cross the network in clear text: " + host_ +
                              " is another machine and needs a ca_file");
  }
  if (!socket_.empty() && !ca_file_.empty()) {
    section.wrong("ca_file", "a connection over a socket is not encrypted; ca_file needs host");
  }
}

Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

void Connection::wait_for_ever() {
  open();
  command(patient_session);
  waits_for_ever_ = true;
}

milliseconds Connection::patience(milliseconds limit) const {
  if (waits_for_ever_) return milliseconds::max();
  return deadline_ ? deadline_->left(limit, "database") : limit;
}

/// The `events` that have occurred.
int Connection::wait(milliseconds limit, int events) {
  pollfd socket{mysql_get_socket(link_->handle.get()), 0, 0};
  if (events & MYSQL_WAIT_READ) socket.events |= POLLIN;
  if (events & MYSQL_WAIT_WRITE) socket.events |= POLLOUT;
  if (events & MYSQL_WAIT_EXCEPT) socket.events |= POLLPRI;
  const milliseconds time = patience(limit);
  const int longest = time == milliseconds::max() ? -1 : static_cast<int>(time.count());
  int found = 0;
  while ((found = ::poll(&socket, 1, longest)) < 0 && errno == EINTR) {
  }
  if (found == 0) throw Silent("database", "no answer in time");
  // The next read or write reports a hang-up.
  if (socket.revents & (POLLERR | POLLHUP)) return events & (MYSQL_WAIT_READ | MYSQL_WAIT_WRITE);
  return (socket.revents & POLLIN ? MYSQL_WAIT_READ : 0) |
         (socket.revents & POLLOUT ? MYSQL_WAIT_WRITE : 0) |
         (socket.revents & POLLPRI ? MYSQL_WAIT_EXCEPT : 0);
}

void Connection::finish(milliseconds limit, const Step& step) {
  patience(limit);
  for (int events = step(0); events != 0;) {
    try {
      events = wait(limit, events);
    } catch (const Unavailable&) {
      // The call stays unfinished, so the connection is unusable.
      link_->is_broken = true;
      throw Silent("database", "no answer in time");
    }
    events = step(events);
  }
}

void Connection::connect() {
  link_ = std::make_unique<Link>();
  MYSQL* handle = link_->handle.get();
  mysql_options(handle, MYSQL_OPT_NONBLOCK, nullptr);
  mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(handle, MYSQL_INIT_COMMAND, session);
  if (!ca_file_.empty()) {
    const my_bool on = 1;
    mysql_options(handle, MYSQL_OPT_SSL_CA, ca_file_.c_str());
    mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &on);
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
  }
  MYSQL* connected = nullptr;
  try {
    finish(connect_time, [&](int events) {
      if (events) return mysql_real_connect_cont(&connected, handle, events);
      return mysql_real_connect_start(&connected, handle, host_.empty() ? nullptr : host_.c_str(),
                                      user_.c_str(), password_.reveal().c_str(), name_.c_str(),
                                      port_, socket_.empty() ? nullptr : socket_.c_str(),
                                      CLIENT_FOUND_ROWS);
    });
  } catch (const Unavailable&) {
    link_.reset();
    throw;
  }
  if (!connected) {
    std::string reason = mysql_error(handle);
    link_.reset();
    throw Unavailable("database", "connect: " + reason);
  }
  last_used_ = Clock::now();
}

bool Connection::is_alive() {
  const auto rest = Clock::now() - last_used_;
  if (rest < rest_time) return true;
  pollfd socket{mysql_get_socket(link_->handle.get()), POLLRDHUP, 0};
  if (::poll(&socket, 1, 0) != 0) return false;
  if (host_.empty() || rest < idle_time) return true;
  int failed = 0;
  try {
    finish(ping_time, [&](int events) {
      MYSQL* handle = link_->handle.get();
      return events ? mysql_ping_cont(&failed, handle, events) : mysql_ping_start(&failed, handle);
    });
  } catch (const Silent&) {
    return false;
  }
  return failed == 0;
}

/// Connects if necessary.
void Connection::open() {
  if (in_transaction_ || waits_for_ever_) {
    if (!link_) throw Lost("database", "the connection broke, and its transaction was lost");
    return;
  }
  if (link_ && !is_alive()) link_.reset();
  if (!link_) connect();
}

Connection::Statement& Connection::prepared(const std::string& text) {
  // There are many composed statements, and the server limits the number of prepared ones.
  auto& statements = link_->statements;
  if (statements.size() >= most_statements && !statements.contains(text)) {
    statements.clear();
    used_.clear();
  }
  auto [found, is_new] = statements.try_emplace(text);
  if (!is_new) return found->second;
  MYSQL_STMT* handle = mysql_stmt_init(link_->handle.get());
  found->second.handle.reset(handle);
  int failed = 0;
  try {
    finish(answer_time, [&](int events) {
      return events ? mysql_stmt_prepare_cont(&failed, handle, events)
                    : mysql_stmt_prepare_start(&failed, handle, text.data(), text.size());
    });
    if (failed) found->second.fail();
    used_.insert(text);
  } catch (const Lost&) {
    link_.reset();
    throw;
  } catch (...) {
    statements.erase(found);
    throw;
  }
  return found->second;
}

void Connection::execute(Statement& statement, const std::vector<Value>& values) {
  statement.bind(values);
  int failed = 0;
  finish(answer_time, [&](int events) {
    MYSQL_STMT* handle = statement.handle.get();
    return events ? mysql_stmt_execute_cont(&failed, handle, events)
                  : mysql_stmt_execute_start(&failed, handle);
  });
  if (failed) statement.fail();
  last_used_ = Clock::now();
}

Connection::Statement& Connection::run(const std::string& text, const std::vector<Value>& values) {
  open();
  Statement* statement = nullptr;
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
    execute(*statement, values);
  } catch (const Duplicate&) {
    throw;
  } catch (const Lost&) {
    link_.reset();
    throw;
  } catch (...) {
    link_->statements.erase(text);
    throw;
  }
  return *statement;
}

std::vector<Row> Connection::rows(Statement& statement) {
  if (mysql_stmt_field_count(statement.handle.get()) == 0) return {};
  int failed = 0;
  finish(answer_time, [&](int events) {
    MYSQL_STMT* handle = statement.handle.get();
    return events ? mysql_stmt_store_result_cont(&failed, handle, events)
                  : mysql_stmt_store_result_start(&failed, handle);
  });
  if (failed) statement.fail();
  return statement.fetched();
}

std::vector<Row> Connection::query(const std::string& statement, const std::vector<Value>& values) {
  Statement& done = run(statement, values);
  try {
    return rows(done);
  } catch (...) {
    // Otherwise the rest of the result would be read as the answer to the next statement.
    link_->is_broken = true;
    link_.reset();
    throw;
  }
}

std::uint64_t Connection::change(const std::string& statement, const std::vector<Value>& values) {
  return mysql_stmt_affected_rows(run(statement, values).handle.get());
}

std::uint64_t Connection::last_id() const {
  return link_ ? mysql_insert_id(link_->handle.get()) : 0;
}

void Connection::restore() noexcept {
  if (link_ || used_.empty()) return;
  const auto texts = used_;
  try {
    open();
    for (const std::string& text : texts) {
      if (deadline_ && deadline_->is_over()) return;
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
  int failed = 0;
  try {
    finish(answer_time, [&](int events) {
      MYSQL* handle = link_->handle.get();
      return events ? mysql_real_query_cont(&failed, handle, events)
                    : mysql_real_query_start(&failed, handle, text, std::strlen(text));
    });
    if (failed) link_->fail();
  } catch (...) {
    // After a failed COMMIT or ROLLBACK the state of the connection is unknown.
    link_.reset();
    throw;
  }
  last_used_ = Clock::now();
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
    if (link_) command("ROLLBACK");
  } catch (const std::exception&) {
    link_.reset();
  }
}

void Connection::transact(const std::function<void()>& work) {
  if (in_transaction_) throw std::logic_error("database: a transaction within a transaction");
  const auto start = Clock::now();
  for (int tries = 1;; ++tries) {
    begin();
    try {
      work();
      if (patience(commit_time) < commit_time) {
        throw Unavailable("database", "too slow: no time left to commit");
      }
      in_transaction_ = false;
      if (!link_) throw Lost("database", "the connection broke within the transaction");
      try {
        command("COMMIT");
      } catch (const Lost& lost) {
        throw UnknownOutcome("database", std::string("commit: ") + lost.what());
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

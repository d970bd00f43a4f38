// Runs SQL through MariaDB's C client. Only its non-blocking calls allow a different timeout for
// each answer. Automatic reconnection is off because it loses a transaction silently.
#include "base/sql_client.h"

#include <errmsg.h>
#include <fcntl.h>
#include <mysql.h>
#include <mysqld_error.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

#include "base/number.h"

namespace spaconf::sql {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds answer_time{3000};
/// A network connection that was idle for this long is checked before use, because firewalls drop
/// idle connections silently.
constexpr milliseconds idle_time{30000}, ping_time{1000};
/// So is one to a cluster after a shorter time, because another host can take over.
constexpr milliseconds cluster_idle_time{1000};
/// Statements of one request follow one another faster than this, so that a connection is checked
/// once a request: the server may have closed one that was idle for longer.
constexpr milliseconds rest_time{2};
/// The lock timeout is shorter than ours, so that the server reports it first.
constexpr char session[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE',"
    " innodb_lock_wait_timeout = 2, time_zone = '+00:00'";
/// MariaDB and MySQL have different names for this variable.
constexpr char isolation[] = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
/// The session of commands that may take long.
constexpr char patient_session[] = "SET SESSION innodb_lock_wait_timeout = 3600";
/// A node may lag behind the others: then a question waits until it shows what was committed before
/// anywhere.
constexpr char causal_session[] = "SET SESSION wsrep_sync_wait = 1";

[[noreturn]] void failed(const std::string& service, unsigned code, const std::string& message) {
  std::string what = message + " (" + std::to_string(code) + ")";
  switch (code) {
    case ER_DUP_ENTRY: throw Duplicate(index_name(message));
    case ER_LOCK_DEADLOCK:
    case ER_LOCK_WAIT_TIMEOUT: throw Busy(service, what);
    // A node of a cluster says the third when it lost the others while it committed.
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case ER_ERROR_DURING_COMMIT:
    case ER_SERVER_SHUTDOWN:
    case ER_CONNECTION_KILLED: throw Lost(service, what);
    // "WSREP has not yet prepared node for application use"
    case ER_UNKNOWN_COM_ERROR: throw NotReady(service, what);
    case ER_DUP_FIELDNAME:
    case ER_DUP_KEYNAME: throw AlreadyThere(service, what);
    case ER_RECORD_FILE_FULL: throw TableFull(service, what);
    case ER_NO_SUCH_TABLE: throw MissingTable(service, what);
    case ER_CON_COUNT_ERROR:
    case ER_MAX_PREPARED_STMT_COUNT_REACHED:
    case ER_DISK_FULL:
    case ER_GET_ERRNO:
    case ER_NOT_KEYFILE:
    case ER_CRASHED_ON_USAGE:
    case ER_CRASHED_ON_REPAIR:
    case ER_BAD_DB_ERROR:
    case ER_ACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR: throw Unavailable(service, what);
    default:
      // The server's own begin at 1000. Those below are of a table's file, which is damaged.
      if (code < 1000) throw Unavailable(service, what);
      if (code >= CR_MIN_ERROR && code <= CR_MAX_ERROR) throw Lost(service, what);
      throw std::runtime_error(service + ": " + what);
  }
}

}  // namespace

// The entry itself may hold quotes and dots.
std::string index_name(const std::string& message) {
  const auto end = message.rfind('\'');
  if (end == std::string::npos || end == 0) return message;
  const auto begin = message.rfind('\'', end - 1) + 1;
  const std::string name = message.substr(begin, end - begin);
  return name.substr(name.rfind('.') + 1);
}

std::int64_t Row::number(std::size_t column) const {
  return whole_number(fields_.at(column).value_or("")).value_or(0);
}

struct Client::Statement {
  struct Close {
    void operator()(MYSQL_STMT* handle) const { mysql_stmt_close(handle); }
  };
  std::string service;
  std::unique_ptr<MYSQL_STMT, Close> handle;

  [[noreturn]] void fail() const {
    failed(service, mysql_stmt_errno(handle.get()), mysql_stmt_error(handle.get()));
  }

  /// `values` outlive the execution.
  void bind(const std::vector<Value>& values) {
    if (mysql_stmt_param_count(handle.get()) != values.size()) {
      throw std::logic_error(service + ": wrong number of values for a statement");
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

  /// Column by column. Everything bound is kept until the statement has run.
  struct Arrays {
    std::vector<std::vector<const char*>> texts;
    std::vector<std::vector<long long>> numbers;
    std::vector<std::vector<unsigned long>> lengths;
    std::vector<std::vector<char>> indicators;
  };

  /// `rows` and `arrays` outlive the execution.
  void bind(const std::vector<std::vector<Value>>& rows, Arrays& arrays) {
    const std::size_t columns = rows.front().size();
    std::vector<MYSQL_BIND> binds(columns);
    arrays.texts.resize(columns);
    arrays.numbers.resize(columns);
    arrays.lengths.resize(columns);
    arrays.indicators.resize(columns);
    for (std::size_t i = 0; i < columns; ++i) {
      bool has_numbers = false;
      for (const auto& row : rows) {
        const auto* number = std::get_if<std::int64_t>(&row.at(i));
        const auto* text = std::get_if<std::string>(&row[i]);
        has_numbers = has_numbers || number;
        arrays.numbers[i].push_back(number ? *number : 0);
        arrays.texts[i].push_back(text ? text->data() : nullptr);
        arrays.lengths[i].push_back(text ? text->size() : sizeof(long long));
        arrays.indicators[i].push_back(number || text ? STMT_INDICATOR_NONE : STMT_INDICATOR_NULL);
      }
      MYSQL_BIND& bind = binds[i];
      bind.buffer_type = has_numbers ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
      bind.buffer = has_numbers ? static_cast<void*>(arrays.numbers[i].data())
                                : static_cast<void*>(arrays.texts[i].data());
      bind.length = arrays.lengths[i].data();
      bind.u.indicator = arrays.indicators[i].data();
    }
    set_rows(static_cast<unsigned>(rows.size()));
    if (mysql_stmt_bind_param(handle.get(), binds.data())) fail();
  }

  /// 0: values are no arrays.
  void set_rows(unsigned count) {
    if (mysql_stmt_attr_set(handle.get(), STMT_ATTR_ARRAY_SIZE, &count)) fail();
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

struct Client::Link {
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

  /// While the library connects with TLS, it reads by itself, some four times: not for longer than
  /// this.
  void limit_reads(milliseconds time) const {
    const timeval limit{.tv_sec = time.count() / 1000, .tv_usec = time.count() % 1000 * 1000};
    ::setsockopt(mysql_get_socket(handle.get()), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }

  /// Else it would do so with TLS for as long as the server is silent.
  void read_without_waiting() const {
    const int fd = mysql_get_socket(handle.get());
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  }

  [[noreturn]] void fail(const std::string& service) const {
    failed(service, mysql_errno(handle.get()), mysql_error(handle.get()));
  }
};

milliseconds Patience::of(milliseconds limit, const std::string& service) const {
  if (is_endless) return milliseconds::max();
  const milliseconds left = step ? step->left(limit, service) : limit;
  return deadline ? deadline->left(left, service) : left;
}

Client::Client(const Server& server, std::size_t host, const Patience& patience, milliseconds limit)
    : service_(server.service),
      patience_(patience),
      is_remote_(server.socket.empty()),
      is_cluster_(server.is_cluster),
      link_(std::make_unique<Link>()) {
  MYSQL* handle = link_->handle.get();
  mysql_options(handle, MYSQL_OPT_NONBLOCK, nullptr);
  mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(handle, MYSQL_INIT_COMMAND, session);
  mysql_options(handle, MYSQL_INIT_COMMAND, isolation);
  if (!server.ca_file.empty()) {
    const my_bool on = 1;
    mysql_options(handle, MYSQL_OPT_SSL_CA, server.ca_file.c_str());
    mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &on);
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
  }
  const Address* const address = is_remote_ ? &server.hosts.at(host) : nullptr;
  const char* const socket = is_remote_ ? nullptr : server.socket.c_str();
  MYSQL* connected = nullptr;
  finish(limit, [&](int events) {
    if (events) {
      if (!server.ca_file.empty()) {
        link_->limit_reads(
            std::min(limit, patience_.of(answer_time * 4, service_) / 4 + milliseconds(1)));
      }
      return mysql_real_connect_cont(&connected, handle, events);
    }
    return mysql_real_connect_start(&connected, handle, address ? address->host.c_str() : nullptr,
                                    server.user.c_str(), server.password.reveal().c_str(),
                                    server.name.c_str(), address ? address->port : 0, socket,
                                    CLIENT_FOUND_ROWS);
  });
  if (!connected) {
    throw Unavailable(service_, std::string("connect: ") + mysql_error(handle));
  }
  link_->read_without_waiting();
  last_used_ = Clock::now();
  if (is_cluster_) join_cluster(limit);
}

Client::~Client() = default;

/// Throws NotReady when the node does not accept work.
void Client::join_cluster(milliseconds limit) {
  try {
    command(causal_session, limit);
  } catch (const Unavailable&) {
    throw;
  } catch (const std::runtime_error&) {
    // Not a node of Galera: MySQL does not know this variable.
  }
  command("DO NULL", limit);
}

/// The `events` that have occurred.
int Client::wait(milliseconds limit, int events) {
  pollfd socket{mysql_get_socket(link_->handle.get()), 0, 0};
  if (events & MYSQL_WAIT_READ) socket.events |= POLLIN;
  if (events & MYSQL_WAIT_WRITE) socket.events |= POLLOUT;
  if (events & MYSQL_WAIT_EXCEPT) socket.events |= POLLPRI;
  const milliseconds time = patience_.of(limit, service_);
  const int longest = time == milliseconds::max() ? -1 : static_cast<int>(time.count());
  int found = 0;
  while ((found = ::poll(&socket, 1, longest)) < 0 && errno == EINTR) {
  }
  if (found == 0) throw Silent(service_, "no answer in time");
  // The next read or write reports a hang-up.
  if (socket.revents & (POLLERR | POLLHUP)) return events & (MYSQL_WAIT_READ | MYSQL_WAIT_WRITE);
  return (socket.revents & POLLIN ? MYSQL_WAIT_READ : 0) |
         (socket.revents & POLLOUT ? MYSQL_WAIT_WRITE : 0) |
         (socket.revents & POLLPRI ? MYSQL_WAIT_EXCEPT : 0);
}

void Client::finish(milliseconds limit, const Step& step) {
  patience_.of(limit, service_);
  for (int events = step(0); events != 0;) {
    try {
      events = step(wait(limit, events));
    } catch (const Unavailable&) {
      // The call stays unfinished, so the connection is unusable.
      link_->is_broken = true;
      throw Silent(service_, "no answer in time");
    }
  }
}

bool Client::is_alive() {
  const auto rest = Clock::now() - last_used_;
  if (rest < rest_time) return true;
  pollfd socket{mysql_get_socket(link_->handle.get()), POLLRDHUP, 0};
  if (::poll(&socket, 1, 0) != 0) return false;
  if (!is_remote_ || rest < (is_cluster_ ? cluster_idle_time : idle_time)) return true;
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

void Client::wait_for_ever() {
  command(patient_session);
  patience_.is_endless = true;
}

void Client::command(const char* text) { command(text, answer_time); }

void Client::command(const char* text, milliseconds limit) {
  int failed = 0;
  finish(limit, [&](int events) {
    MYSQL* handle = link_->handle.get();
    return events ? mysql_real_query_cont(&failed, handle, events)
                  : mysql_real_query_start(&failed, handle, text, std::strlen(text));
  });
  if (failed) link_->fail(service_);
  last_used_ = Clock::now();
}

Client::Statement* Client::find(const std::string& text) const {
  const auto found = link_->statements.find(text);
  return found == link_->statements.end() ? nullptr : &found->second;
}

Client::Statement& Client::prepare(const std::string& text) {
  Statement& statement = link_->statements[text];
  statement.service = service_;
  MYSQL_STMT* handle = mysql_stmt_init(link_->handle.get());
  statement.handle.reset(handle);
  int failed = 0;
  try {
    finish(answer_time, [&](int events) {
      return events ? mysql_stmt_prepare_cont(&failed, handle, events)
                    : mysql_stmt_prepare_start(&failed, handle, text.data(), text.size());
    });
    if (failed) statement.fail();
  } catch (const Lost&) {
    throw;
  } catch (...) {
    forget(text);
    throw;
  }
  return statement;
}

void Client::execute(Statement& statement, const std::vector<Value>& values) {
  statement.bind(values);
  run(statement);
}

void Client::execute_each(Statement& statement, const std::vector<std::vector<Value>>& rows) {
  if (mysql_stmt_param_count(statement.handle.get()) != rows.front().size()) {
    throw std::logic_error(service_ + ": wrong number of values for a statement");
  }
  Statement::Arrays arrays;
  statement.bind(rows, arrays);
  run(statement);
  statement.set_rows(0);
}

void Client::run(Statement& statement) {
  int failed = 0;
  finish(answer_time, [&](int events) {
    MYSQL_STMT* handle = statement.handle.get();
    return events ? mysql_stmt_execute_cont(&failed, handle, events)
                  : mysql_stmt_execute_start(&failed, handle);
  });
  if (failed) statement.fail();
  last_used_ = Clock::now();
}

bool Client::has_arrays() const {
  unsigned long found = 0;
  mariadb_get_infov(link_->handle.get(), MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &found);
  return found & (MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32);
}

std::vector<Row> Client::rows(Statement& statement) {
  if (mysql_stmt_field_count(statement.handle.get()) == 0) return {};
  int failed = 0;
  try {
    finish(answer_time, [&](int events) {
      MYSQL_STMT* handle = statement.handle.get();
      return events ? mysql_stmt_store_result_cont(&failed, handle, events)
                    : mysql_stmt_store_result_start(&failed, handle);
    });
    if (failed) statement.fail();
    return statement.fetched();
  } catch (...) {
    // Otherwise the rest of the result would be read as the answer to the next statement.
    link_->is_broken = true;
    throw;
  }
}

std::uint64_t Client::changed(const Statement& statement) const {
  return mysql_stmt_affected_rows(statement.handle.get());
}

std::size_t Client::statements() const { return link_->statements.size(); }
void Client::forget(const std::string& text) { link_->statements.erase(text); }
void Client::forget_statements() { link_->statements.clear(); }
std::uint64_t Client::last_id() const { return mysql_insert_id(link_->handle.get()); }

}  // namespace spaconf::sql

// MariaDB's C interface. Automatic reconnection stays off: it loses a transaction
// without a word. Instead a lost connection is made anew here, between
// transactions, where nothing can be lost.
#include "base/sql.h"

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <map>
#include <thread>

#include "base/crypto.h"

namespace spaconf::sql {
namespace {

constexpr unsigned connect_seconds = 2, answer_seconds = 3;
/// Locks are waited for shorter than answers, so that the server tells us first.
constexpr char session[] =
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_ZERO_DATE',"
    " innodb_lock_wait_timeout = 2, time_zone = '+00:00',"
    " SESSION tx_isolation = 'READ-COMMITTED'";
/// How many statements a connection keeps prepared.
constexpr std::size_t most_statements = 200;
/// How often and how long a transaction is tried again; a whole request has 8 seconds.
constexpr int most_tries = 5;
constexpr std::chrono::seconds longest_trying{4};

/// MariaDB's own number, in no header: a Galera node without quorum.
constexpr unsigned er_unknown_com_error = 1047;

/// The server went away, before or after it did what was asked.
struct Lost : Unavailable {
  using Unavailable::Unavailable;
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
    case ER_SERVER_SHUTDOWN:
    case er_unknown_com_error:
    case ER_CON_COUNT_ERROR:
    case ER_MAX_PREPARED_STMT_COUNT_REACHED:
    case ER_DISK_FULL:
    case ER_RECORD_FILE_FULL:
    case ER_NO_SUCH_TABLE:
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
  std::int64_t number = 0;
  const Field& field = fields_.at(column);
  if (field) std::from_chars(field->data(), field->data() + field->size(), number);
  return number;
}

struct Connection::Statement {
  struct Close {
    void operator()(MYSQL_STMT* handle) const { mysql_stmt_close(handle); }
  };
  std::unique_ptr<MYSQL_STMT, Close> handle;

  [[noreturn]] void fail() const {
    failed(mysql_stmt_errno(handle.get()), mysql_stmt_error(handle.get()));
  }

  void execute(const std::vector<Value>& values) {
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
    if (mysql_stmt_param_count(handle.get()) != values.size()) {
      throw std::logic_error("database: a statement wants other values than it got");
    }
    if (!binds.empty() && mysql_stmt_bind_param(handle.get(), binds.data())) fail();
    if (mysql_stmt_execute(handle.get())) fail();
  }

  std::vector<Row> rows() {
    std::vector<Row> rows;
    const unsigned columns = mysql_stmt_field_count(handle.get());
    if (columns == 0) return rows;
    if (mysql_stmt_store_result(handle.get())) fail();
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
  std::map<std::pair<std::string, std::string>, Statement> statements;  // by schema and text

  void choose(const std::string& schema) {
    if (mysql_select_db(handle.get(), schema.c_str())) {
      failed(mysql_errno(handle.get()), mysql_error(handle.get()));
    }
  }
};

Connection::Connection(const Section& section)
    : socket_(section.text("socket", "")),
      host_(section.text("host", "")),
      name_(section.text("name")),
      user_(section.text("user")),
      port_(static_cast<unsigned>(section.number("port", 3306, 1, 65535))),
      password_(section.secret("password_file")) {
  if (socket_.empty() == host_.empty()) {
    section.wrong(host_.empty() ? "socket" : "host", "give either socket or host");
  }
}

Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

void Connection::connect() {
  link_ = std::make_unique<Link>();
  MYSQL* handle = link_->handle.get();
  mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connect_seconds);
  mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &answer_seconds);
  mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &answer_seconds);
  mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(handle, MYSQL_INIT_COMMAND, session);
  if (!mysql_real_connect(handle, host_.empty() ? nullptr : host_.c_str(), user_.c_str(),
                          password_.reveal().c_str(), name_.c_str(), port_,
                          socket_.empty() ? nullptr : socket_.c_str(), CLIENT_FOUND_ROWS)) {
    std::string reason = mysql_error(handle);
    link_.reset();
    throw Unavailable("database", "connect: " + reason);
  }
}

Connection::Statement& Connection::run_once(const std::string& statement,
                                            const std::vector<Value>& values,
                                            const std::string& schema) {
  if (!link_) connect();
  // Those that are made up of parts are many; the server has room for so many of everybody.
  if (link_->statements.size() >= most_statements &&
      !link_->statements.contains({schema, statement})) {
    link_->statements.clear();
  }
  auto [found, is_new] = link_->statements.try_emplace({schema, statement});
  try {
    if (is_new) {
      // A prepared statement keeps the database it was prepared in.
      if (!schema.empty()) link_->choose(schema);
      found->second.handle.reset(mysql_stmt_init(link_->handle.get()));
      if (mysql_stmt_prepare(found->second.handle.get(), statement.data(), statement.size())) {
        found->second.fail();
      }
      if (!schema.empty()) link_->choose(name_);
    }
    found->second.execute(values);
  } catch (const Duplicate&) {
    throw;
  } catch (const Lost&) {
    link_.reset();
    throw;
  } catch (...) {
    link_->statements.erase(found);
    throw;
  }
  return found->second;
}

Connection::Statement& Connection::run(const std::string& statement,
                                       const std::vector<Value>& values,
                                       const std::string& schema) {
  const bool was_open = link_ != nullptr;
  try {
    return run_once(statement, values, schema);
  } catch (const Lost&) {
    // What an idle connection was closed for is no news; inside a transaction it is.
    if (in_transaction_ || !was_open) throw;
    return run_once(statement, values, schema);
  }
}

std::vector<Row> Connection::query(const std::string& statement, const std::vector<Value>& values,
                                   const std::string& schema) {
  Statement& done = run(statement, values, schema);
  try {
    return done.rows();
  } catch (const Lost&) {
    link_.reset();
    throw;
  }
}

std::uint64_t Connection::change(const std::string& statement, const std::vector<Value>& values,
                                 const std::string& schema) {
  return mysql_stmt_affected_rows(run(statement, values, schema).handle.get());
}

std::uint64_t Connection::last_id() const {
  return link_ ? mysql_insert_id(link_->handle.get()) : 0;
}

void Connection::command(const char* text) {
  if (!link_) connect();
  if (mysql_query(link_->handle.get(), text)) {
    unsigned code = mysql_errno(link_->handle.get());
    std::string reason = mysql_error(link_->handle.get());
    // After a failed COMMIT or ROLLBACK nobody knows what the connection stands in.
    link_.reset();
    failed(code, reason);
  }
}

void Connection::transact(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  for (int tries = 1;; ++tries) {
    const bool was_open = link_ != nullptr;
    try {
      command("START TRANSACTION");
    } catch (const Lost&) {
      if (!was_open) throw;
      command("START TRANSACTION");
    }
    in_transaction_ = true;
    try {
      work();
      in_transaction_ = false;
      try {
        command("COMMIT");
      } catch (const Lost& lost) {
        throw UnknownOutcome("database", std::string("commit: ") + lost.what());
      }
      return;
    } catch (const Busy&) {
      in_transaction_ = false;
      if (link_) command("ROLLBACK");
      if (tries == most_tries || std::chrono::steady_clock::now() - start > longest_trying) throw;
    } catch (...) {
      const bool undo = in_transaction_ && link_;
      in_transaction_ = false;
      if (undo) {
        try {
          command("ROLLBACK");
        } catch (const Unavailable&) {
          // The server undoes what a lost connection left; the first reason is the one to tell.
        }
      }
      throw;
    }
    // Whoever collided comes back at different times.
    std::this_thread::sleep_for(std::chrono::milliseconds(
        5 + std::stoul(random_text("0123456789", 2)) % static_cast<unsigned long>(10 * tries)));
  }
}

}  // namespace spaconf::sql

// Carries out the commands of a script over one kept connection, each statement prepared once.
#pragma once

#include <mysql.h>

#include <list>
#include <vector>

#include "script.h"
#include "settings.h"

namespace same_work {

class Database {
 public:
  explicit Database(const std::string& session) {
    mysql_options(link_, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    mysql_options(link_, MYSQL_INIT_COMMAND, session.c_str());
    must(mysql_real_connect(link_, nullptr, setting("DATABASE_USER"), setting("DATABASE_PASSWORD"),
                            setting("DATABASE_NAME"), 0, setting("DATABASE_SOCKET"),
                            CLIENT_FOUND_ROWS),
         mysql_error(link_));
  }

  void query(const Command& command) {
    must(mysql_real_query(link_, command.text.data(), command.text.size()) == 0,
         mysql_error(link_));
  }

  /// `ids`: what the commands before it inserted. Gives what this one inserted, or 0.
  std::int64_t execute(const Command& command, const Fresh& fresh,
                       const std::vector<std::int64_t>& ids) {
    MYSQL_STMT* statement = prepared(command);
    std::list<std::string> texts;
    std::vector<std::int64_t> numbers(command.values.size());
    std::vector<MYSQL_BIND> binds(command.values.size());
    for (std::size_t i = 0; i < binds.size(); ++i) {
      const Value& value = command.values[i];
      if (value.kind == Value::null) {
        binds[i].buffer_type = MYSQL_TYPE_NULL;
      } else if (value.kind == Value::text) {
        std::string& text = texts.emplace_back(filled(value, fresh));
        binds[i].buffer_type = MYSQL_TYPE_STRING;
        binds[i].buffer = text.data();
        binds[i].buffer_length = text.size();
      } else {
        numbers[i] = value.kind == Value::id ? ids.at(std::size_t(value.figure)) : value.figure;
        binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
        binds[i].buffer = &numbers[i];
      }
    }
    must((binds.empty() || mysql_stmt_bind_param(statement, binds.data()) == 0) &&
             mysql_stmt_execute(statement) == 0,
         command.text + ": " + mysql_stmt_error(statement));
    if (command.changed < 0) {
      must(mysql_stmt_store_result(statement) == 0, mysql_stmt_error(statement));
      mysql_stmt_free_result(statement);
      return 0;
    }
    must(mysql_stmt_affected_rows(statement) == std::uint64_t(command.changed),
         command.text + ": did not change as many rows as ours does");
    return std::int64_t(mysql_stmt_insert_id(statement));
  }

 private:
  MYSQL_STMT* prepared(const Command& command) {
    MYSQL_STMT*& statement = statements_[command.text];
    if (statement) return statement;
    statement = mysql_stmt_init(link_);
    must(mysql_stmt_prepare(statement, command.text.data(), command.text.size()) == 0,
         mysql_stmt_error(statement));
    return statement;
  }

  MYSQL* link_ = mysql_init(nullptr);
  std::map<std::string, MYSQL_STMT*> statements_;
};

}  // namespace same_work

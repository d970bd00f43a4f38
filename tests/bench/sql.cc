// The least that a registration costs in the database: two rows and one commit.
//
//   DB_PASSWORD=… sql SOCKET USER DATABASE CLIENTS SECONDS
#include <mysql.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "forked_workers.h"

namespace {

class Client {
 public:
  explicit Client(char** arguments) {
    if (!mysql_real_connect(link_, nullptr, arguments[2], std::getenv("DB_PASSWORD"), arguments[3],
                            0, arguments[1], 0)) {
      throw std::runtime_error(mysql_error(link_));
    }
    prepare(phone_, "INSERT INTO phone (name, owner, model) VALUES (?, 'novak', 'spa942')");
    prepare(subscriber_,
            "INSERT INTO subscriber (username, domain, password, ha1, ha1b) VALUES"
            " (?, 'sip.example.cz', 'WhatANicePasswordItIs',"
            " '0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef')");
  }

  void operator()() {
    std::string name = mine_ + std::to_string(++serial_);
    command("START TRANSACTION");
    insert(phone_, name);
    insert(subscriber_, name);
    command("COMMIT");
  }

 private:
  void command(const char* text) {
    if (mysql_query(link_, text)) throw std::runtime_error(mysql_error(link_));
  }

  void prepare(MYSQL_STMT*& statement, const std::string& text) {
    statement = mysql_stmt_init(link_);
    if (mysql_stmt_prepare(statement, text.data(), text.size())) {
      throw std::runtime_error(mysql_stmt_error(statement));
    }
  }

  void insert(MYSQL_STMT* statement, std::string& name) {
    MYSQL_BIND bind{};
    bind.buffer_type = MYSQL_TYPE_STRING;
    bind.buffer = name.data();
    bind.buffer_length = name.size();
    if (mysql_stmt_bind_param(statement, &bind) || mysql_stmt_execute(statement)) {
      throw std::runtime_error(mysql_stmt_error(statement));
    }
  }

  MYSQL* link_ = mysql_init(nullptr);
  MYSQL_STMT *phone_ = nullptr, *subscriber_ = nullptr;
  const std::string mine_ = std::to_string(::getpid()) + "-";
  long serial_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) return 2;
  return forked_workers::run(std::atoi(arguments[4]), std::atof(arguments[5]),
                             [&] { return Client(arguments); });
}

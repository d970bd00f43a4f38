// Carries out recorded statements in one transaction, each with up to a thousand rows of values at
// once, by the bulk protocol. Prints the seconds that it took.
//
//   DATABASE_SOCKET=… DATABASE_NAME=… DATABASE_USER=… DATABASE_PASSWORD=… arrays SCRIPT
#include <mysql.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

#include "same_work/script.h"
#include "same_work/settings.h"

namespace {

using same_work::Command;
using same_work::must;
using same_work::Value;
constexpr std::size_t most_rows = 1000;

/// A statement and its rows of values.
struct Work {
  std::string text;
  std::vector<const Command*> rows;
};

/// In the order in which the statements were first used.
std::vector<Work> grouped(const same_work::Script& script) {
  std::vector<Work> all;
  std::map<std::string, std::size_t> places;
  for (const Command& command : script.commands) {
    if (command.kind != Command::statement) continue;
    const auto [place, is_new] = places.try_emplace(command.text, all.size());
    if (is_new) all.push_back({command.text, {}});
    all[place->second].rows.push_back(&command);
  }
  return all;
}

/// The values of one column.
struct Column {
  std::vector<std::string> bytes;
  std::vector<char*> texts;
  std::vector<long long> numbers;
  std::vector<unsigned long> lengths;
  std::vector<char> indicators;
};

MYSQL_BIND bound(Column& column, const std::vector<const Command*>& rows, std::size_t begin,
                 std::size_t end, std::size_t place) {
  bool has_numbers = false;
  column = {};
  for (std::size_t row = begin; row < end; ++row) {
    const Value& value = rows[row]->values.at(place);
    has_numbers = has_numbers || value.kind == Value::number;
    column.bytes.push_back(value.kind == Value::text ? same_work::filled(value, {}) : "");
    column.numbers.push_back(value.figure);
    column.indicators.push_back(value.kind == Value::null ? STMT_INDICATOR_NULL
                                                          : STMT_INDICATOR_NONE);
  }
  for (std::string& each : column.bytes) {
    column.texts.push_back(each.data());
    column.lengths.push_back(has_numbers ? sizeof(long long) : each.size());
  }
  MYSQL_BIND bind{};
  bind.buffer_type = has_numbers ? MYSQL_TYPE_LONGLONG : MYSQL_TYPE_STRING;
  bind.buffer = has_numbers ? static_cast<void*>(column.numbers.data())
                            : static_cast<void*>(column.texts.data());
  bind.length = column.lengths.data();
  bind.u.indicator = column.indicators.data();
  return bind;
}

void execute(MYSQL* link, const Work& work) {
  MYSQL_STMT* statement = mysql_stmt_init(link);
  must(mysql_stmt_prepare(statement, work.text.data(), work.text.size()) == 0,
       mysql_stmt_error(statement));
  std::vector<Column> columns(work.rows.front()->values.size());
  for (std::size_t begin = 0; begin < work.rows.size(); begin += most_rows) {
    const std::size_t end = std::min(begin + most_rows, work.rows.size());
    std::vector<MYSQL_BIND> binds;
    for (std::size_t place = 0; place < columns.size(); ++place) {
      binds.push_back(bound(columns[place], work.rows, begin, end, place));
    }
    const auto count = static_cast<unsigned>(end - begin);
    mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &count);
    must(mysql_stmt_bind_param(statement, binds.data()) == 0 && mysql_stmt_execute(statement) == 0,
         work.text + ": " + mysql_stmt_error(statement));
  }
  mysql_stmt_close(statement);
}

MYSQL* connected(const std::string& session) {
  MYSQL* link = mysql_init(nullptr);
  mysql_options(link, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(link, MYSQL_INIT_COMMAND, session.c_str());
  must(mysql_real_connect(link, nullptr, same_work::setting("DATABASE_USER"),
                          same_work::setting("DATABASE_PASSWORD"),
                          same_work::setting("DATABASE_NAME"), 0,
                          same_work::setting("DATABASE_SOCKET"), CLIENT_FOUND_ROWS),
       mysql_error(link));
  return link;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  try {
    const same_work::Script script = same_work::read_script(arguments[1]);
    const std::vector<Work> all = grouped(script);
    MYSQL* link = connected(script.session);
    const auto start = std::chrono::steady_clock::now();
    must(mysql_query(link, "START TRANSACTION") == 0, mysql_error(link));
    for (const Work& work : all) execute(link, work);
    must(mysql_query(link, "COMMIT") == 0, mysql_error(link));
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    std::printf("%.4f\n", spent.count());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "arrays: %s\n", error.what());
    return 1;
  }
}

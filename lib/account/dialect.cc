// Reads a dialect file: SQL statements with named placeholders.
// A new kind of exchange needs a new file, not new code.
#include "account/dialect.h"

#include <algorithm>
#include <system_error>

#include "account/table_names.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace spaconf {
namespace {

constexpr std::string_view statement_names[] = {"find",   "add",    "remove", "grant",
                                                "revoke", "online", "change"};
/// Statements that a dialect may omit.
constexpr std::string_view optional_names[] = {"contacts",  "account",       "accounts",
                                               "namesakes", "all_namesakes", "clock"};
constexpr std::string_view value_names[] = {"user", "domain",     "password", "ha1",
                                            "ha1b", "permission", "after",    "count"};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

DialectStatement with_placeholders(std::string_view sql, const std::string& where) {
  DialectStatement statement;
  char quote = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    char c = sql[i];
    if (quote) {
      bool escapes = c == '\\' && quote != '`' && i + 1 < sql.size();
      if (escapes) {
        statement.text += c;
        c = sql[++i];
      } else if (c == quote) {
        quote = 0;
      }
    } else if (c == '\'' || c == '"' || c == '`') {
      quote = c;
    } else if (c == ':') {
      std::size_t end = i + 1;
      while (end < sql.size() && is_name_character(sql[end])) ++end;
      std::string name(sql.substr(i + 1, end - i - 1));
      if (std::ranges::find(value_names, name) == std::end(value_names)) {
        throw Misconfigured(where + ": unknown value :" + name);
      }
      statement.names.push_back(name);
      statement.text += '?';
      i = end - 1;
      continue;
    }
    statement.text += c;
  }
  if (quote) throw Misconfigured(where + ": unclosed quote");
  return statement;
}

}  // namespace

Dialect::Dialect(const std::filesystem::path& file, const std::string& schema) : schema_(schema) {
  std::string text;
  try {
    text = read_file(file);
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
  std::string name, sql, where;
  auto finish = [&] {
    if (name.empty()) return;
    while (!sql.empty() && (sql.back() == '\n' || sql.back() == ';' || sql.back() == ' ')) {
      sql.pop_back();
    }
    if (sql.empty()) throw Misconfigured(where + ": " + name + " has no statement");
    statements_[name] = with_placeholders(with_schema(sql, schema), where);
  };
  int line_number = 0;
  for (const std::string& line : split(text, '\n')) {
    ++line_number;
    if (!line.starts_with("--")) {
      sql += line + "\n";
      continue;
    }
    auto colon = line.find(':');
    std::string word(trim(std::string_view(line).substr(2, colon == line.npos ? 0 : colon - 2)));
    if (word == "tables" || word == "columns") {
      for (const auto& name : split(trim(std::string_view(line).substr(colon + 1)), ' ')) {
        if (!name.empty()) (word == "tables" ? tables_ : columns_).push_back(name);
      }
    } else if (std::ranges::find(statement_names, word) != std::end(statement_names) ||
               std::ranges::find(optional_names, word) != std::end(optional_names)) {
      finish();
      name = word;
      sql.clear();
      where = file.string() + ":" + std::to_string(line_number);
    } else if (!word.empty() && std::ranges::all_of(word, is_name_character)) {
      throw Misconfigured(file.string() + ":" + std::to_string(line_number) +
                          ": unknown statement " + word +
                          "; a comment must not begin with one word and a colon");
    }
  }
  finish();
  if (tables_.empty()) throw Misconfigured(file.string() + ":1: lacks the line -- tables:");
  for (std::string_view each : statement_names) {
    if (!statements_.contains(std::string(each))) {
      throw Misconfigured(file.string() + ":1: lacks the statement " + std::string(each));
    }
  }
}

Dialect dialect_of(const Section& account, const Templates& templates) {
  const std::string name = account.text("dialect");
  const auto file = templates.path_of("pbx/" + name + ".sql");
  if (!std::filesystem::exists(file)) {
    account.wrong("dialect", "unknown dialect " + name + ": " + file.string());
  }
  return Dialect(file, account.text("database"));
}

}  // namespace spaconf

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

/// nullptr: there is none of this name.
const StatementKind* kind_of(std::string_view name) {
  const auto* kind = std::ranges::find(statement_kinds, name, &StatementKind::name);
  return kind == std::end(statement_kinds) ? nullptr : kind;
}

/// Stands for :users, so that its places are found again.
constexpr std::string_view users_placeholder = "?/*users*/";

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// Splits SQL at its semicolons and replaces its :names.
class StatementReader {
 public:
  StatementReader(std::string_view sql, const StatementKind& kind, const std::string& schema,
                  const std::string& where)
      : sql_(sql), kind_(kind), schema_(schema), statement_{{}, where} {}

  DialectStatement read() {
    while (at_ < sql_.size()) step();
    if (quote_) throw Misconfigured(statement_.where + ": unclosed quote");
    finish_part();
    if (statement_.parts.empty()) {
      throw Misconfigured(statement_.where + ": " + std::string(kind_.name) + " has no statement");
    }
    return statement_;
  }

 private:
  void step() {
    const char c = sql_[at_++];
    if (quote_) {
      const bool escapes = c == '\\' && quote_ != '`' && at_ < sql_.size();
      if (c == quote_) quote_ = 0;
      part_.text += c;
      if (escapes) part_.text += sql_[at_++];
    } else if (c == ':') {
      add_value();
    } else if (c == ';') {
      finish_part();
    } else {
      if (c == '\'' || c == '"' || c == '`') quote_ = c;
      part_.text += c;
    }
  }

  void add_value() {
    const auto begin = at_;
    while (at_ < sql_.size() && is_name_character(sql_[at_])) ++at_;
    const std::string name(sql_.substr(begin, at_ - begin));
    const auto allowed = split(kind_.values, ' ');
    if (std::ranges::find(allowed, name) == allowed.end()) {
      throw Misconfigured(statement_.where + ": unknown value :" + name + "; " +
                          std::string(kind_.name) + " has :" + joined(allowed, " :"));
    }
    const bool is_list = name == "users";
    if (is_list && !(part_.text.ends_with("IN (") && sql_.substr(at_).starts_with(')'))) {
      throw Misconfigured(statement_.where + ": write IN (:users)");
    }
    part_.names.push_back(name);
    part_.text += is_list ? users_placeholder : "?";
  }

  void finish_part() {
    part_.text = with_schema(trim(part_.text), schema_);
    if (!part_.text.empty()) statement_.parts.push_back(part_);
    part_ = {};
  }

  std::string_view sql_;
  const StatementKind& kind_;
  const std::string& schema_;
  DialectStatement statement_;
  BoundSql part_;
  std::size_t at_ = 0;
  char quote_ = 0;  ///< The one that is open
};

std::string text_of(const std::filesystem::path& file) {
  try {
    return read_file(file);
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
}

/// The end of a line, `-- if TABLE.COLUMN` or `-- unless TABLE.COLUMN`.
struct Condition {
  std::string_view sql;  ///< The line before it
  std::string column;    ///< "TABLE.COLUMN"; empty for a line without a condition
  bool wants_column = true;
};

Condition condition_of(std::string_view line, const std::string& where) {
  const auto dashes = line.rfind("-- ");
  if (dashes == line.npos) return {line, "", true};
  const auto words = split(trim(line.substr(dashes + 3)), ' ');
  if (words[0] != "if" && words[0] != "unless") return {line, "", true};
  const std::string column = words.size() == 2 ? words[1] : "";
  const auto dot = column.find('.');
  if (dot == column.npos || dot == 0 || dot + 1 == column.size()) {
    throw Misconfigured(where + ": after -- " + words[0] + " belongs TABLE.COLUMN");
  }
  return {line.substr(0, dashes), column, words[0] == "if"};
}

}  // namespace

bool BoundSql::has(std::string_view name) const {
  return std::ranges::find(names, name) != names.end();
}

std::string BoundSql::text_for(std::size_t users) const {
  std::string list = "?";
  for (std::size_t i = 1; i < users; ++i) list += ", ?";
  return replaced(text, users_placeholder, list);
}

Dialect::Dialect(const std::filesystem::path& file, const std::string& schema)
    : Dialect(file, text_of(file), schema, {}) {
  // A mistake in a line that these tables do not need is found at once, too.
  if (!conditions_.empty()) without(conditions_);
}

Dialect Dialect::without(const std::set<std::string>& columns) const {
  return Dialect(file_, text_, schema_, columns);
}

Dialect::Dialect(const std::string& file, const std::string& text, const std::string& schema,
                 const std::set<std::string>& missing)
    : file_(file), text_(text), schema_(schema) {
  std::string name, sql, where;
  auto finish = [&] {
    if (name.empty()) return;
    statements_[name] = StatementReader(sql, *kind_of(name), schema, where).read();
  };
  int line_number = 0;
  for (const std::string& line : split(text, '\n')) {
    const std::string here = file + ":" + std::to_string(++line_number);
    if (!line.starts_with("--")) {
      const Condition condition = condition_of(line, here);
      if (!condition.column.empty()) conditions_.insert(condition.column);
      if (missing.contains(condition.column) == condition.wants_column) continue;
      sql += std::string(condition.sql) + "\n";
      continue;
    }
    auto colon = line.find(':');
    std::string word(trim(std::string_view(line).substr(2, colon == line.npos ? 0 : colon - 2)));
    if (word == "tables" || word == "columns") {
      if (word == "tables") where_tables_ = here;
      for (const auto& name : split(trim(std::string_view(line).substr(colon + 1)), ' ')) {
        if (!name.empty()) (word == "tables" ? tables_ : columns_).push_back(name);
      }
    } else if (kind_of(word)) {
      finish();
      name = word;
      sql.clear();
      where = here;
    } else if (!word.empty() && std::ranges::all_of(word, is_name_character)) {
      throw Misconfigured(here + ": unknown statement " + word +
                          "; a comment must not begin with one word and a colon");
    }
  }
  finish();
  if (tables_.empty()) throw Misconfigured(file + ":1: lacks the line -- tables:");
  for (const StatementKind& each : statement_kinds) {
    if (each.is_required && !has(std::string(each.name))) {
      throw Misconfigured(file + ":1: lacks the statement " + std::string(each.name));
    }
  }
}

bool stores(const Dialect& dialect, const StoredSecret& secret) {
  return std::ranges::any_of(dialect["add"].parts,
                             [&](const BoundSql& part) { return part.has(secret.name); });
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

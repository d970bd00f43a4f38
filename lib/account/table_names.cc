// Finds the tables of an SQL statement and qualifies them.
// Tables are recognised by the keywords before them. The alternative, switching the connection's
// database, would leave our own statements in the wrong one after an error.
#include "account/table_names.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace spaconf {
namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

bool is_one_of(std::string_view word, std::string_view words) {
  const std::string padded = " " + std::string(words) + " ";
  return padded.find(" " + std::string(word) + " ") != padded.npos;
}

/// Words that may come between a keyword and its table.
constexpr std::string_view modifiers = "INTO IGNORE LOW_PRIORITY HIGH_PRIORITY DELAYED QUICK";
/// Keywords that end a list of tables.
constexpr std::string_view list_ends =
    "WHERE SET GROUP ORDER HAVING LIMIT UNION EXCEPT INTERSECT VALUES SELECT FOR WINDOW RETURNING";

class Qualifier {
 public:
  Qualifier(std::string_view sql, std::string_view schema) : sql_(sql), schema_(schema) {
    find_named_queries();
    while (at_ < sql_.size()) step();
  }

  const std::string& text() const { return text_; }
  const std::vector<NamedTable>& tables() const { return tables_; }

 private:
  /// The state inside one pair of parentheses, or outside all of them.
  struct Level {
    bool is_query;  // and not the arguments of a function, such as EXTRACT(DAY FROM a)
    bool in_list = false;
  };

  void step() {
    const char c = sql_[at_];
    if (c == '\'' || c == '"') {
      text_ += token(quoted_end());
      expects_table_ = false;
    } else if (c == '`' || is_word_character(c)) {
      name_or_keyword();
    } else {
      if (c == '(') open();
      if (c == ')' && levels_.size() > 1) levels_.pop_back();
      if (!is_space(c) && c != '(') expects_table_ = c == ',' && levels_.back().in_list;
      text_ += token(at_ + 1);
    }
  }

  void name_or_keyword() {
    const bool is_quoted = sql_[at_] == '`';
    const std::string word(token(is_quoted ? quoted_end() : word_end(at_)));
    const std::string capitals = is_quoted ? "" : in_capitals(word);
    // A word after a dot is part of a longer name.
    const bool is_part = text_.ends_with('.');
    if (expects_table_ && is_one_of(capitals, modifiers)) {
      text_ += word;
    } else if (expects_table_ && !is_one_of(capitals, "SELECT LATERAL DUAL")) {
      name(word, is_quoted);
    } else {
      text_ += word;
      if (is_part && !database_.empty()) add_table(std::exchange(database_, {}), word);
      if (!is_part && !is_quoted) keyword(capitals);
    }
  }

  void name(const std::string& word, bool is_quoted) {
    const char next = next_visible();
    const bool is_function = next == '(' && last_keyword_ != "CALL" && !is_insert();
    const bool is_plain = next != '.' && !is_function && !named_queries_.contains(word);
    text_ += is_plain ? "`" + schema_ + "`." + (is_quoted ? word : "`" + word + "`") : word;
    if (is_plain) add_table(schema_, word);
    if (next == '.') database_ = unquoted(word);
    expects_table_ = false;
  }

  void add_table(const std::string& schema, const std::string& word) {
    tables_.push_back({schema, unquoted(word), last_keyword_});
  }

  static std::string unquoted(std::string word) {
    std::erase(word, '`');
    return word;
  }

  void keyword(const std::string& word) {
    expects_table_ = false;
    Level& level = levels_.back();
    const bool begins_change = word == "UPDATE" && !is_one_of(last_word_, "KEY FOR");
    if ((word == "FROM" && level.is_query) || begins_change) {
      expects_table_ = level.in_list = true;
    } else if (is_one_of(word, "JOIN STRAIGHT_JOIN INTO CALL")) {
      expects_table_ = true;
    } else if (is_one_of(word, "INSERT REPLACE") && next_visible() != '(') {
      expects_table_ = true;
    } else if (is_one_of(word, list_ends)) {
      level.in_list = false;
    }
    if (expects_table_) last_keyword_ = word;
    last_word_ = word;
  }

  bool is_insert() const { return is_one_of(last_keyword_, "INSERT REPLACE INTO"); }

  void open() {
    const std::size_t begin = sql_.find_first_not_of("( \n\t\r", at_);
    const std::string first =
        begin == sql_.npos ? "" : in_capitals(sql_.substr(begin, word_end(begin) - begin));
    const bool is_select = is_one_of(first, "SELECT WITH VALUES");
    const bool joins = expects_table_ && !is_select;
    levels_.push_back({is_select || joins, joins});
    expects_table_ = joins;
  }

  /// The names of `WITH name AS (SELECT …)`, which are not tables.
  void find_named_queries() {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < sql_.size(); ++i) {
      if (sql_[i] == '(' && words.size() > 1 && in_capitals(words.back()) == "AS") {
        named_queries_.insert(words[words.size() - 2]);
      }
      if (!is_word_character(sql_[i])) continue;
      words.emplace_back(sql_.substr(i, word_end(i) - i));
      i = word_end(i) - 1;
    }
  }

  std::string_view token(std::size_t end) {
    std::string_view text = sql_.substr(at_, end - at_);
    at_ = end;
    return text;
  }

  std::size_t word_end(std::size_t i) const {
    while (i < sql_.size() && is_word_character(sql_[i])) ++i;
    return i;
  }

  std::size_t quoted_end() const {
    const char quote = sql_[at_];
    std::size_t i = at_ + 1;
    while (i < sql_.size() && sql_[i] != quote) i += sql_[i] == '\\' && quote != '`' ? 2 : 1;
    return std::min(i + 1, sql_.size());
  }

  char next_visible() const {
    std::size_t i = at_;
    while (i < sql_.size() && is_space(sql_[i])) ++i;
    return i < sql_.size() ? sql_[i] : '\0';
  }

  std::string_view sql_;
  std::string schema_, text_, last_word_, last_keyword_;
  std::string database_;  // the one named before a dot, until the table after it
  std::vector<NamedTable> tables_;
  std::size_t at_ = 0;
  bool expects_table_ = false;
  std::vector<Level> levels_{{.is_query = true}};
  std::set<std::string> named_queries_;
};

}  // namespace

std::string with_schema(std::string_view sql, std::string_view schema) {
  return Qualifier(sql, schema).text();
}

std::vector<NamedTable> named_tables(std::string_view sql, std::string_view schema) {
  return Qualifier(sql, schema).tables();
}

}  // namespace spaconf

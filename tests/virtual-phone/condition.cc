// Words first, then comparisons of two of them.
#include "condition.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "rule.h"

namespace virtual_phone {
namespace {

struct Word {
  std::string text;
  bool is_quoted = false;
};

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

/// The sign of an operator, empty for a word that is none.
std::string sign(const Word& word) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"=", "="},  {"eq", "="},  {"!=", "!="}, {"ne", "!="}, {"!", "!="},
      {"<", "<"},  {"lt", "<"},  {"<=", "<="}, {"le", "<="}, {">", ">"},
      {"gt", ">"}, {">=", ">="}, {"ge", ">="}};
  if (word.is_quoted) return {};
  for (const auto& [name, is] : names)
    if (word.text == name) return std::string(is);
  return {};
}

std::vector<Word> words(const std::string& text) {
  constexpr std::string_view signs = "=!<>";
  std::vector<Word> found;
  for (size_t at = 0; at < text.size();) {
    const size_t from = at;
    if (is_blank(text[at])) {
      ++at;
    } else if (text[at] == '"') {
      at = text.find('"', at + 1);
      if (at == std::string::npos) throw BadRule("a quotation mark without its pair");
      found.push_back({text.substr(from + 1, at - from - 1), true});
      ++at;
    } else {
      const bool is_sign = signs.find(text[at]) != std::string_view::npos;
      while (at < text.size() && !is_blank(text[at]) && text[at] != '"' &&
             (signs.find(text[at]) != std::string_view::npos) == is_sign)
        ++at;
      found.push_back({text.substr(from, at - from)});
    }
  }
  return found;
}

bool satisfies(int order, const std::string& sign) {
  if (sign == "=") return order == 0;
  if (sign == "!=") return order != 0;
  if (sign == "<") return order < 0;
  if (sign == "<=") return order <= 0;
  if (sign == ">") return order > 0;
  return order >= 0;
}

bool is_number_or_version(const std::string& text) {
  return !text.empty() && (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '-');
}

bool compare(const Word& left, const std::string& sign, const Word& right) {
  if (left.is_quoted || right.is_quoted) {
    if (sign != "=" && sign != "!=") throw BadRule("strings are only equal or not: " + sign);
    return satisfies(left.text.compare(right.text), sign);
  }
  for (const Word* word : {&left, &right})
    if (!is_number_or_version(word->text))
      throw BadRule(word->text + " is not a number or version, and has no quotation marks");
  return satisfies(compared_versions(left.text, right.text), sign);
}

/// Takes the next number out of a version and what separates it from the rest.
long next_part(std::string_view& version) {
  bool negative = version.starts_with("-");
  if (negative) version.remove_prefix(1);
  long value = 0;
  while (!version.empty() && std::isdigit(static_cast<unsigned char>(version[0]))) {
    value = value * 10 + (version[0] - '0');
    version.remove_prefix(1);
  }
  if (version.starts_with(".")) version.remove_prefix(1);
  return negative ? -value : value;
}

}  // namespace

int compared_versions(std::string_view a, std::string_view b) {
  auto starts_with_digit = [](std::string_view v) {
    return !v.empty() && (std::isdigit(static_cast<unsigned char>(v[0])) || v[0] == '-');
  };
  while (starts_with_digit(a) || starts_with_digit(b)) {
    const long one = next_part(a), other = next_part(b);
    if (one != other) return one < other ? -1 : 1;
  }
  return a.compare(b);
}

bool holds(std::string_view condition, const Macros& macros) {
  const std::vector<Word> all = words(expanded(condition, macros));
  const auto version = macros.find("SWVER");
  bool result = true;
  for (auto word = all.begin(); word != all.end();) {
    const auto end = std::find_if(word, all.end(),
                                  [](const Word& w) { return !w.is_quoted && w.text == "and"; });
    const std::vector<Word> part(word, end);
    Word left{version == macros.end() ? "" : version->second};
    if (part.size() == 3 && !sign(part[1]).empty()) {
      result &= compare(part[0], sign(part[1]), part[2]);
    } else if (part.size() == 2 && !sign(part[0]).empty()) {
      result &= compare(left, sign(part[0]), part[1]);
    } else if (part.size() == 1) {
      result &= compare(left, "=", part[0]);
    } else {
      throw BadRule("not a comparison in: " + std::string(condition));
    }
    word = end == all.end() ? end : end + 1;
  }
  return result;
}

}  // namespace virtual_phone

// Escapes values for LDAP filters by RFC 4515 and replaces {words} in filters.
#include "person/ldap_filter.h"

#include <algorithm>

#include "base/text.h"

namespace spaconf {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// The word in braces that `text` begins with, without them; empty when it begins otherwise.
std::string_view word_at_begin(std::string_view text) {
  const auto end = text.find('}');
  if (!text.starts_with('{') || end == text.npos) return "";
  const std::string_view word = text.substr(1, end - 1);
  return is_word(word) ? word : "";
}

}  // namespace

std::string ldap_escape(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    if (c == '*' || c == '(' || c == ')' || c == '\\' || c == '\0') {
      escaped += '\\';
      append_hex(escaped, c);
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string filled_filter(std::string_view filter, const std::vector<FilterWord>& words) {
  std::string filled;
  while (!filter.empty()) {
    const std::string_view word = word_at_begin(filter);
    const auto found = std::ranges::find(words, word, &FilterWord::word);
    if (found == words.end()) {
      filled += filter.front();
      filter.remove_prefix(1);
    } else {
      filled += ldap_escape(found->value);
      filter.remove_prefix(word.size() + 2);
    }
  }
  return filled;
}

std::string unknown_word(std::string_view filter, const std::vector<std::string_view>& known) {
  for (; !filter.empty(); filter.remove_prefix(1)) {
    const std::string_view word = word_at_begin(filter);
    if (!word.empty() && std::ranges::find(known, word) == known.end()) return std::string(word);
  }
  return "";
}

}  // namespace spaconf

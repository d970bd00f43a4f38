// Splits registrations and queries into search terms.
// Users type "0e0811", "0E-08-11" or "0e:08:11" for the same address, so separators are dropped on
// both sides. A new word begins after each separator, so that "305" finds "UI-305".
#include "store/search_terms.h"

#include <algorithm>

#include "base/text.h"

namespace spaconf {
namespace {

/// As wide as the column for a word, and as many as a statement writes without effort.
constexpr std::size_t longest_word = 64, most_words = 64;

bool counts(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// Letters and digits from `begin` on.
std::string compact(std::string_view token) {
  std::string word;
  for (char c : token) {
    if (counts(c) && word.size() < longest_word) word += c;
  }
  return word;
}

void add(std::vector<std::string>& words, std::string word) {
  if (word.empty() || words.size() == most_words) return;
  if (std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
}

std::string folded(std::string_view text) { return lower(ascii(text)); }

void add_all(std::vector<std::string>& words, std::string_view text) {
  const std::string plain = folded(text);
  for (const std::string& token : split(plain, ' ')) {
    for (std::size_t i = 0; i < token.size(); ++i) {
      if (i > 0 && counts(token[i - 1])) continue;
      if (counts(token[i])) add(words, compact(std::string_view(token).substr(i)));
    }
  }
}

}  // namespace

std::vector<std::string> index_terms(const Record& record) {
  const Registration& phone = record.wanted;
  std::vector<std::string> words;
  add_all(words, phone.login);
  add_all(words, record.person.name);
  for (const Line& line : phone.lines) add_all(words, line.user);
  if (phone.mac) add_all(words, phone.mac->colons());
  for (const std::string& text :
       {phone.serial, phone.hostname, phone.inventory, record.person.room}) {
    add_all(words, text);
  }
  add(words, std::string(phone.model->name));
  add(words, record.ticket_batch);
  return words;
}

std::vector<std::string> query_terms(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string& token : split(folded(text), ' ')) add(words, compact(token));
  return words;
}

std::string spaced(const std::vector<std::string>& words) {
  std::string text = " ";
  for (const std::string& word : words) text += word + " ";
  return text;
}

}  // namespace spaconf

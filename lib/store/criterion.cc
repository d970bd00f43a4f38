// Turns a search into SQL conditions.
#include "store/criterion.h"

#include "store/search_terms.h"

namespace spaconf {
namespace {

Criterion begins_with(const std::string& term) {
  SqlFragment rows{"search_term WHERE term >= ? AND term < ?", {term, behind(term)}};
  SqlFragment from{"FROM (SELECT DISTINCT registration_id FROM "};
  from.add(rows).add(") AS found JOIN registration ON registration.id = found.registration_id ");
  return {rows, from, "registration_id"};
}

/// The rows of registration with this value in a column that `index` begins with.
Criterion equals(const std::string& column, const std::string& index, const std::string& value) {
  const std::string table = "registration FORCE INDEX (" + index + ") ";
  return {{table + "WHERE " + column + " = ?", {value}}, {"FROM " + table}, "id"};
}

/// Serial numbers have no index of their own, but each begins with a word that is searched for.
Criterion begins_with_word_of(const std::string& serial) {
  return begins_with(query_terms(serial).front());
}

Criterion is_in(const StateFilter& state_filter) {
  const std::string table = "registration FORCE INDEX (by_state) ";
  return {{table + "WHERE " + std::string(state_filter.condition)}, {"FROM " + table}, "id"};
}

}  // namespace

std::string behind(std::string term) {
  ++term.back();
  return term;
}

std::vector<Criterion> criteria_of(const Search& search) {
  auto terms = query_terms(search.typed);
  if (search.model) terms.emplace_back(search.model->name);
  std::vector<Criterion> criteria;
  for (const std::string& term : terms) criteria.push_back(begins_with(term));
  if (!search.login.empty()) criteria.push_back(equals("login", "login", search.login));
  if (search.mac) criteria.push_back(equals("mac", "by_mac", search.mac->plain()));
  if (!search.serial.empty()) criteria.push_back(begins_with_word_of(search.serial));
  if (search.state_filter) criteria.push_back(is_in(*search.state_filter));
  return criteria;
}

SqlFragment conditions_of(const Search& search) {
  SqlFragment where{"WHERE TRUE"};
  if (search.state_filter) where.add(" AND ").add(search.state_filter->condition);
  if (search.model) where.add(" AND model = ?", {std::string(search.model->name)});
  // The columns' collation takes "dvorak" for "dvořák"; their index finds what may be the same.
  if (!search.login.empty()) {
    where.add(" AND login = ? AND LOWER(login) = LOWER(?) COLLATE utf8mb4_bin",
              {search.login, search.login});
  }
  if (search.mac) where.add(" AND mac = ?", {search.mac->plain()});
  if (!search.serial.empty()) where.add(" AND serial = ? COLLATE utf8mb4_bin", {search.serial});
  for (const std::string& term : query_terms(search.typed)) {
    where.add(" AND search_terms LIKE ?", {"% " + term + "%"});
  }
  return where;
}

bool matches_nothing(const Search& search) {
  for (const std::string& text : {search.typed, search.serial}) {
    const bool is_blank = text.find_first_not_of(" \t") == std::string::npos;
    if (!is_blank && query_terms(text).empty()) return true;
  }
  return false;
}

}  // namespace spaconf

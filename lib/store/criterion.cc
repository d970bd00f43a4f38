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
  if (search.state_filter) criteria.push_back(is_in(*search.state_filter));
  return criteria;
}

SqlFragment conditions_of(const Search& search) {
  SqlFragment where{"WHERE TRUE"};
  if (search.state_filter) where.add(" AND ").add(search.state_filter->condition);
  if (search.model) where.add(" AND model = ?", {std::string(search.model->name)});
  for (const std::string& term : query_terms(search.typed)) {
    where.add(" AND search_terms LIKE ?", {"% " + term + "%"});
  }
  return where;
}

bool matches_nothing(const Search& search) {
  return search.typed.find_first_not_of(" \t") != std::string::npos &&
         query_terms(search.typed).empty();
}

}  // namespace spaconf

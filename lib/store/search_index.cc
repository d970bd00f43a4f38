// SQL for search terms.
#include "store/search_index.h"

#include "store/batches.h"
#include "store/search_terms.h"

namespace spaconf {

void SearchIndex::add(std::int64_t registration, const std::vector<std::string>& terms) {
  if (terms.empty()) return;
  std::vector<sql::Value> values;
  for (const std::string& term : terms) {
    values.emplace_back(term);
    values.emplace_back(registration);
  }
  database_.change("INSERT INTO search_term (term, registration_id) VALUES " +
                       placeholders(terms.size(), "(?, ?)"),
                   values);
}

std::vector<std::string> SearchIndex::present_terms(std::int64_t registration) {
  auto rows = database_.query("SELECT search_terms FROM registration WHERE id = ?", {registration});
  return rows.empty() ? std::vector<std::string>() : query_terms(rows[0].text(0));
}

void SearchIndex::replace(std::int64_t registration, std::vector<std::string> terms) {
  std::vector<sql::Value> gone{registration};
  for (const std::string& term : present_terms(registration)) {
    if (std::erase(terms, term) == 0) gone.emplace_back(term);
  }
  if (gone.size() > 1) {
    database_.change("DELETE FROM search_term WHERE registration_id = ? AND term IN (" +
                         placeholders(gone.size() - 1) + ")",
                     gone);
  }
  add(registration, terms);
}

}  // namespace spaconf

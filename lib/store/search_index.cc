// SQL for search terms.
#include "store/search_index.h"

#include "store/batches.h"

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

void SearchIndex::add_each(const std::vector<std::vector<sql::Value>>& rows) {
  database_.change_each("INSERT INTO search_term (term, registration_id) VALUES (?, ?)", rows);
}

void SearchIndex::replace(std::int64_t registration, const std::vector<std::string>& present,
                          std::vector<std::string> wanted) {
  std::vector<sql::Value> gone{registration};
  for (const std::string& term : present) {
    if (std::erase(wanted, term) == 0) gone.emplace_back(term);
  }
  if (gone.size() > 1) {
    database_.change("DELETE FROM search_term WHERE registration_id = ? AND term IN (" +
                         placeholders(gone.size() - 1) + ")",
                     gone);
  }
  add(registration, wanted);
}

}  // namespace spaconf

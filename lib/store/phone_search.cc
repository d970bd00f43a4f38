// SQL for lists of phones.
#include "store/phone_search.h"

#include <algorithm>

#include "store/batches.h"
#include "store/column_values.h"
#include "store/phone_query.h"

namespace spaconf {

Found PhoneSearch::page(const Search& search, int most) {
  Found found;
  if (matches_nothing(search)) return found;
  const auto size = static_cast<std::size_t>(most);
  auto after = cursor_in(search.after, *search.sorting),
       before = cursor_in(search.before, *search.sorting);
  PhoneQuery query(database_, search);
  std::vector<Cursor> page;
  if (before) {
    page = query.page(before, true, most);
    // Short of a page: then it is the first, and whole.
    if (page.size() <= size) before.reset();
    if (before) page.erase(page.begin());
  }
  const bool is_first = !after && !before;
  bool goes_on = before.has_value();
  if (!before) {
    page = query.page(after, false, most);
    goes_on = page.size() > size;
    if (goes_on) page.pop_back();
  }
  if (goes_on) found.after = text_of(page.back());
  if (!is_first && !page.empty()) found.before = text_of(page.front());
  found.count = is_first && !goes_on ? static_cast<int>(page.size()) : query.count();
  found.are_more = found.count > most_counted;
  found.count = std::min(found.count, most_counted);
  std::vector<std::int64_t> numbers;
  for (const Cursor& cursor : page) numbers.push_back(cursor.id);
  found.phones = reader_.numbered(numbers);
  return found;
}

std::vector<Record> PhoneSearch::after(const Search& search, std::int64_t after, int most) {
  if (matches_nothing(search)) return {};
  SqlFragment question{"SELECT id FROM registration FORCE INDEX (PRIMARY) "};
  question.add(conditions_of(search));
  question.add(" AND " + is_readable() + " AND id > ? ORDER BY id LIMIT ?", {after, most});
  return reader_.numbered(numbers_in(database_.query(question.text, question.values)));
}

std::map<std::string_view, int> PhoneSearch::counts(int most) {
  // One statement, because each costs the time to the database and back.
  SqlFragment question{"SELECT "};
  std::vector<const StateFilter*> asked;
  for (const StateFilter& each : state_filters()) {
    if (each.name == "live") continue;
    question.add(std::string(asked.empty() ? "" : ", ") +
                     "(SELECT COUNT(*) FROM (SELECT 1 FROM registration FORCE INDEX (by_state)"
                     " WHERE " +
                     std::string(each.condition) + " LIMIT ?) AS some)",
                 {most + 1});
    asked.push_back(&each);
  }
  const auto rows = database_.query(question.text, question.values);
  std::map<std::string_view, int> found;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const int count = found[asked[i]->name] = static_cast<int>(rows.at(0).number(i));
    if (asked[i]->is_live) found["live"] += count;
  }
  return found;
}

}  // namespace spaconf

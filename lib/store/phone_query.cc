// Chooses how a page of phones is read: from a rare criterion's rows, or along the order's index.
//
// A table of terms, beside a text of the same terms in each row, because of what was measured
// with 100,000 phones: a FULLTEXT index costs a registration next to nothing, but answers
// "0012*", which nearly every phone has, after half a second, and every search that is still
// being typed begins like that. The table can be asked whether a term is rare before anything
// is read for it. Rows with a rare term are read and put in order. Those with a common one
// are met soon on the way through the index of the order; where they are not, because what is
// searched for is at its other end, they are read and put in order after all.
#include "store/phone_query.h"

#include <algorithm>
#include <set>

#include "store/search_terms.h"

namespace spaconf {
namespace {

/// A criterion with fewer rows is read at once; with more than many they are not counted.
constexpr int few = 2'000, many = 30'000;
/// So many rows are looked at on the way through an index: some 10 ms.
constexpr int scan_length = 5'000;
/// So many terms that begin alike are read one by one; each costs two short statements.
constexpr std::size_t most_similar = 16;
/// No letter or digit of a term sorts before it.
constexpr char first_letter = '0';

}  // namespace

PhoneQuery::PhoneQuery(sql::Connection& database, const Search& search)
    : database_(database),
      search_(search),
      where_(conditions_of(search)),
      criteria_(criteria_of(search)) {
  const auto terms = query_terms(search.typed);
  if (terms.size() == 1 && criteria_.size() == 1) only_term_ = terms.front();
}

std::vector<Cursor> PhoneQuery::page(const std::optional<Cursor>& from, bool backwards, int most) {
  if (criteria_.empty()) return scanned(from, {}, backwards, most);
  if (!rarest_) rarest_ = rarest(few);
  if (!rarest_) {
    all_are_common_ = true;
    if (auto found = merged(from, backwards, most)) return *found;
    const auto end = end_of_scan(from, backwards);
    auto met = scanned(from, end, backwards, most);
    if (!end || met.size() > static_cast<std::size_t>(most)) return met;
    rarest_ = rarest(many);
  }
  return ordered(rarest_->from, {}, from, backwards, most);
}

int PhoneQuery::count() {
  if (criteria_.empty()) return counted(SqlFragment{"FROM registration "});
  // The rows of a serial number or login are fewer than those of its criterion.
  const bool is_whole = criteria_.size() == 1 && search_.serial.empty() && search_.login.empty();
  if (all_are_common_ && is_whole) return counted(criteria_.front());
  if (!rarest_) rarest_ = rarest(many);
  return counted(rarest_->from);
}

/// The criterion with the fewest rows; nullptr when there are more than `most` of each and `most`
/// is only a few.
const Criterion* PhoneQuery::rarest(int most) {
  const Criterion* found = most > few ? &criteria_.front() : nullptr;
  int least = most + 1;
  for (const Criterion& criterion : criteria_) {
    const int count = row_count(SqlFragment{"SELECT 1 FROM "}.add(criterion.rows), most);
    if (count < least) found = &criterion;
    least = std::min(least, count);
  }
  return found;
}

/// The terms in use that begin with the one that is searched for; empty when they are too many.
std::vector<std::string> PhoneQuery::similar_terms() {
  std::vector<std::string> terms;
  for (std::string least = only_term_;; least = terms.back() + first_letter) {
    auto rows = database_.query(
        "SELECT term FROM search_term WHERE term >= ? AND term < ? ORDER BY term LIMIT 1",
        {least, behind(only_term_)});
    if (rows.empty()) return terms;
    if (terms.size() == most_similar) return {};
    terms.push_back(rows[0].text(0));
  }
}

/// Each term has its rows in the order of their numbers. Empty when that is of no use.
std::optional<std::vector<Cursor>> PhoneQuery::merged(const std::optional<Cursor>& from,
                                                      bool backwards, int most) {
  const Sorting& sorting = *search_.sorting;
  if (sorting.column != "id" || only_term_.empty()) return {};
  const auto terms = similar_terms();
  if (terms.empty()) return {};
  const bool falls = sorting.descends != backwards;
  const std::string beyond = falls ? " AND registration_id < ?" : " AND registration_id > ?";
  const std::string order = falls ? " DESC" : "";
  std::set<std::int64_t> numbers;
  for (const std::string& term : terms) {
    SqlFragment question{"SELECT registration_id FROM search_term WHERE term = ?", {term}};
    if (from) question.add(beyond, {from->id});
    question.add(" ORDER BY registration_id" + order + " LIMIT ?", {most + 1});
    for (const auto& row : database_.query(question.text, question.values)) {
      numbers.insert(row.number(0));
    }
  }
  std::vector<Cursor> cursors;
  for (std::int64_t number : numbers) cursors.push_back({number});
  // All of them rise; on the way down the last are the first.
  if (falls) std::ranges::reverse(cursors);
  cursors.resize(std::min(cursors.size(), static_cast<std::size_t>(most) + 1));
  if (backwards) std::ranges::reverse(cursors);
  return cursors;
}

SqlFragment PhoneQuery::by_index() const {
  return {"FROM registration FORCE INDEX (" + std::string(search_.sorting->index) + ") ", {}};
}

/// The cursor scan_length rows behind; empty when there are not as many.
std::optional<Cursor> PhoneQuery::end_of_scan(const std::optional<Cursor>& from, bool backwards) {
  const Sorting& sorting = *search_.sorting;
  SqlFragment question{"SELECT id, " + std::string(sorting.column) + " "};
  question.add(by_index()).add("WHERE TRUE");
  if (from) question.add(beyond(sorting, *from, backwards));
  question.add(order_by(sorting, backwards)).add(" LIMIT ?, 1", {scan_length});
  auto rows = database_.query(question.text, question.values);
  if (rows.empty()) return {};
  return Cursor{rows[0].number(0), sorting.column == "id" ? "" : rows[0].text(1)};
}

std::vector<Cursor> PhoneQuery::scanned(const std::optional<Cursor>& from,
                                        const std::optional<Cursor>& end, bool backwards,
                                        int most) {
  const SqlFragment until = end ? beyond(*search_.sorting, *end, !backwards) : SqlFragment{};
  return ordered(by_index(), until, from, backwards, most);
}

std::vector<Cursor> PhoneQuery::ordered(const SqlFragment& source, const SqlFragment& until,
                                        const std::optional<Cursor>& from, bool backwards,
                                        int most) {
  const Sorting& sorting = *search_.sorting;
  SqlFragment question{"SELECT STRAIGHT_JOIN id, " + std::string(sorting.column) + " "};
  question.add(source).add(where_).add(until);
  if (from) question.add(beyond(sorting, *from, backwards));
  question.add(order_by(sorting, backwards)).add(" LIMIT ?", {most + 1});
  std::vector<Cursor> cursors;
  for (const auto& row : database_.query(question.text, question.values)) {
    cursors.push_back({row.number(0), sorting.column == "id" ? "" : row.text(1)});
  }
  if (backwards) std::ranges::reverse(cursors);
  return cursors;
}

/// The phones of the only criterion. A phone may have several terms that begin alike.
int PhoneQuery::counted(const Criterion& criterion) {
  SqlFragment phones{"SELECT DISTINCT " + criterion.id + " FROM "};
  return row_count(phones.add(criterion.rows), most_counted);
}

int PhoneQuery::counted(const SqlFragment& source) {
  SqlFragment phones{"SELECT STRAIGHT_JOIN 1 "};
  return row_count(phones.add(source).add(where_), most_counted);
}

/// How many rows this SELECT gives; `most` + 1 when they are more than `most`.
int PhoneQuery::row_count(const SqlFragment& select, int most) {
  SqlFragment question{"SELECT COUNT(*) FROM ("};
  question.add(select).add(" LIMIT ?) AS some", {most + 1});
  return static_cast<int>(database_.query(question.text, question.values).at(0).number(0));
}

}  // namespace spaconf

// SQL for the search of phones.
// The ledger's statements for finding phones among very many.
//
// A table of words, beside a text of the same words in each row, because of what was measured
// with 100,000 phones: a FULLTEXT index costs a registration next to nothing, but answers
// "0012*", which nearly every phone has, after half a second, and every search that is still
// being typed begins like that. The table can be asked whether a word is rare before anything
// is read for it. Rows with a rare word are gathered and put in order. Those with a common one
// are met soon on the way through the index of the order; where they are not, because what is
// looked for lies at its other end, they are gathered after all.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "store/columns.h"
#include "store/ledger.h"
#include "store/search_terms.h"

namespace spaconf {
namespace {

/// What matches no more rows is gathered at once; of what matches more nobody cares how many.
constexpr int few = 2'000, many = 30'000;
/// So many rows are looked at on the way through an index: some 10 ms.
constexpr int near = 5'000;
/// So many words that begin alike are read one by one; each costs two short statements.
constexpr std::size_t most_alike = 16;
/// None of a word sorts before it.
constexpr char first_letter = '0';
/// People do not want to know how many more there are than so many.
constexpr int most_counted = 1'000;
/// Every list of numbers in a statement is as long, so that it is prepared once.
constexpr std::size_t batch = 256;

/// A part of a statement and what its placeholders are bound to.
struct Part {
  std::string text;
  std::vector<sql::Value> values;

  Part& add(std::string_view more, std::vector<sql::Value> bound = {}) {
    text += more;
    values.insert(values.end(), bound.begin(), bound.end());
    return *this;
  }
  Part& add(const Part& more) { return add(more.text, more.values); }
};

/// The first text behind all those that begin with the word. Shape of a word: see findable.h.
std::string behind(std::string word) {
  ++word.back();
  return word;
}

/// All texts that begin with the word.
Part begins_with(const std::string& word) {
  return {"word >= ? AND word < ?", {word, behind(word)}};
}

/// The place on a page's edge: "NUMBER.VALUE".
struct Edge {
  std::int64_t id = 0;
  std::string value;
};

std::string text_of(const Edge& edge) { return std::to_string(edge.id) + "." + edge.value; }

/// Empty when it is none.
std::optional<Edge> edge_in(const std::string& text, const Sorting& sorting) {
  // Those of other columns may be in any script; with a MAC the database compares only ASCII.
  if (sorting.column == "mac" && !is_ascii(text)) return {};
  auto dot = text.find('.');
  constexpr std::size_t most_digits = 18;
  if (dot == 0 || dot == text.npos || dot > most_digits) return {};
  if (text.find_first_not_of("0123456789") != dot) return {};
  return Edge{std::stoll(text), text.substr(dot + 1)};
}

/// One of the things that are looked for: how its rows are counted, and how they are gathered.
struct Trait {
  Part rows, from;
};

Trait trait_of(const std::string& word) {
  Part rows{"search_word WHERE ", {}};
  rows.add(begins_with(word));
  Part from{"FROM (SELECT DISTINCT registration_id FROM ", {}};
  from.add(rows).add(") AS found JOIN registration ON registration.id = found.registration_id ");
  return {rows, from};
}

Trait trait_of(const StateFilter& state_filter) {
  const std::string table = "registration FORCE INDEX (by_standing) ";
  return {{table + "WHERE " + std::string(state_filter.condition), {}}, {"FROM " + table, {}}};
}

/// Everything but the words.
Part filters(const Search& options) {
  Part where{"WHERE TRUE", {}};
  if (options.state_filter) where.add(" AND ").add(options.state_filter->condition);
  if (options.model) where.add(" AND model = ?", {std::string(options.model->name)});
  return where;
}

Part has_words(const std::vector<std::string>& words) {
  Part where;
  for (const std::string& word : words) where.add(" AND searched LIKE ?", {"% " + word + "%"});
  return where;
}

/// Does somebody look for nothing that a phone could have?
bool is_hopeless(const Search& options) {
  return options.typed.find_first_not_of(" \t") != std::string::npos &&
         query_terms(options.typed).empty();
}

/// The rows behind an edge, or before it, in the order of `sorting`.
Part beyond(const Sorting& sorting, const Edge& edge, bool backwards) {
  const std::string column(sorting.column);
  const std::string more = sorting.descends != backwards ? " < ?" : " > ?";
  if (column == "id") return {" AND id" + more, {edge.id}};
  if (sorting.may_be_null && edge.value.empty()) {
    return backwards ? Part{" AND " + column + " IS NULL AND id" + more, {edge.id}}
                     : Part{" AND (" + column + " IS NOT NULL OR id" + more + ")", {edge.id}};
  }
  Part part{" AND (" + column + more + " OR (" + column + " = ? AND id" + more + ")",
            {edge.value, edge.value, edge.id}};
  if (sorting.may_be_null && backwards) part.add(" OR " + column + " IS NULL");
  return part.add(")");
}

Part in_order(const Sorting& sorting, bool backwards) {
  const std::string direction = sorting.descends != backwards ? " DESC" : "";
  const std::string column(sorting.column);
  return {" ORDER BY " + column + direction + (column == "id" ? "" : ", id" + direction), {}};
}

class Finder {
 public:
  Finder(sql::Connection& database, const Search& options)
      : database_(database), options_(options) {
    auto words = query_terms(options.typed);
    where_ = filters(options).add(has_words(words));
    if (words.size() == 1 && !options.model && !options.state_filter) only_word_ = words.front();
    if (options.model) words.emplace_back(options.model->name);
    for (const std::string& word : words) traits_.push_back(trait_of(word));
    if (options.state_filter) traits_.push_back(trait_of(*options.state_filter));
  }

  /// Numbers and places of at most `most` + 1, from an edge on.
  std::vector<Edge> edges(const std::optional<Edge>& from, bool backwards, int most) {
    if (traits_.empty()) return walked(from, {}, backwards, most);
    if (!gathered_) gathered_ = rarest(few);
    if (!gathered_) {
      is_common_ = true;
      if (auto edges = listed(from, backwards, most)) return *edges;
      const auto end = end_of_the_near(from, backwards);
      auto met = walked(from, end, backwards, most);
      if (!end || met.size() > static_cast<std::size_t>(most)) return met;
      gathered_ = rarest(many);
    }
    return ordered(gathered_->from, Part{"", {}}, from, backwards, most);
  }

  /// At most most_counted + 1.
  int count() {
    if (traits_.empty()) return counted({"FROM registration ", {}});
    // Then there are more of the only thing that is looked for than are counted.
    if (is_common_ && traits_.size() == 1) return most_counted + 1;
    if (!gathered_) gathered_ = rarest(many);
    return counted(gathered_->from);
  }

 private:
  /// That of which there are fewest; nullptr when there are more than `most` of each and `most`
  /// is only a few.
  const Trait* rarest(int most) {
    const Trait* found = most > few ? &traits_.front() : nullptr;
    int least = most + 1;
    for (const Trait& trait : traits_) {
      Part part{"SELECT COUNT(*) FROM (SELECT 1 FROM ", {}};
      part.add(trait.rows).add(" LIMIT ?) AS some", {most + 1});
      const auto rows = static_cast<int>(database_.query(part.text, part.values).at(0).number(0));
      if (rows < least) found = &trait;
      least = std::min(least, rows);
    }
    return found;
  }

  /// The words in use that begin with the one that is looked for; empty when they are too many.
  std::vector<std::string> alike() {
    std::vector<std::string> words;
    for (std::string least = only_word_;; least = words.back() + first_letter) {
      auto rows = database_.query(
          "SELECT word FROM search_word WHERE word >= ? AND word < ? ORDER BY word LIMIT 1",
          {least, behind(only_word_)});
      if (rows.empty()) return words;
      if (words.size() == most_alike) return {};
      words.push_back(rows[0].text(0));
    }
  }

  /// Each word has its rows in the order of their numbers. Empty when that is of no use.
  std::optional<std::vector<Edge>> listed(const std::optional<Edge>& from, bool backwards,
                                          int most) {
    const Sorting& sorting = *options_.sorting;
    if (sorting.column != "id" || only_word_.empty()) return {};
    const auto words = alike();
    if (words.empty()) return {};
    const bool falls = sorting.descends != backwards;
    const std::string beyond = falls ? " AND registration_id < ?" : " AND registration_id > ?";
    const std::string order = falls ? " DESC" : "";
    std::set<std::int64_t> numbers;
    for (const std::string& word : words) {
      Part part{"SELECT registration_id FROM search_word WHERE word = ?", {word}};
      if (from) part.add(beyond, {from->id});
      part.add(" ORDER BY registration_id" + order + " LIMIT ?", {most + 1});
      for (const auto& row : database_.query(part.text, part.values)) numbers.insert(row.number(0));
    }
    std::vector<Edge> edges;
    for (std::int64_t number : numbers) edges.push_back({number, ""});
    // All of them rise; on the way down the last are the first.
    if (falls) std::ranges::reverse(edges);
    edges.resize(std::min(edges.size(), static_cast<std::size_t>(most) + 1));
    if (backwards) std::ranges::reverse(edges);
    return edges;
  }

  Part by_index() const {
    return {"FROM registration FORCE INDEX (" + std::string(options_.sorting->index) + ") ", {}};
  }

  /// The place that lies so many rows behind; empty when there are not as many.
  std::optional<Edge> end_of_the_near(const std::optional<Edge>& from, bool backwards) {
    const Sorting& sorting = *options_.sorting;
    Part part{"SELECT id, " + std::string(sorting.column) + " ", {}};
    part.add(by_index()).add("WHERE TRUE");
    if (from) part.add(beyond(sorting, *from, backwards));
    part.add(in_order(sorting, backwards)).add(" LIMIT ?, 1", {near});
    auto rows = database_.query(part.text, part.values);
    if (rows.empty()) return {};
    return Edge{rows[0].number(0), sorting.column == "id" ? "" : rows[0].text(1)};
  }

  std::vector<Edge> walked(const std::optional<Edge>& from, const std::optional<Edge>& end,
                           bool backwards, int most) {
    const Part until = end ? beyond(*options_.sorting, *end, !backwards) : Part{"", {}};
    return ordered(by_index(), until, from, backwards, most);
  }

  std::vector<Edge> ordered(const Part& source, const Part& until, const std::optional<Edge>& from,
                            bool backwards, int most) {
    const Sorting& sorting = *options_.sorting;
    Part part{"SELECT STRAIGHT_JOIN id, " + std::string(sorting.column) + " ", {}};
    part.add(source).add(where_).add(until);
    if (from) part.add(beyond(sorting, *from, backwards));
    part.add(in_order(sorting, backwards)).add(" LIMIT ?", {most + 1});
    std::vector<Edge> edges;
    for (const auto& row : database_.query(part.text, part.values)) {
      edges.push_back({row.number(0), sorting.column == "id" ? "" : row.text(1)});
    }
    if (backwards) std::ranges::reverse(edges);
    return edges;
  }

  int counted(const Part& source) {
    Part part{"SELECT COUNT(*) FROM (SELECT STRAIGHT_JOIN 1 ", {}};
    part.add(source).add(where_).add(" LIMIT ?) AS some", {most_counted + 1});
    return static_cast<int>(database_.query(part.text, part.values).at(0).number(0));
  }

  sql::Connection& database_;
  const Search& options_;
  Part where_;
  std::vector<Trait> traits_;
  std::string only_word_;  // when nothing else is looked for
  const Trait* gathered_ = nullptr;
  bool is_common_ = false;  // all traits are
};

std::string placeholders(const char* each, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += i ? std::string(", ") + each : each;
  return text;
}

}  // namespace

void Ledger::add_words(std::int64_t registration, const std::vector<std::string>& words) {
  if (words.empty()) return;
  std::vector<sql::Value> values;
  for (const std::string& word : words) {
    values.emplace_back(word);
    values.emplace_back(registration);
  }
  database_.change("INSERT INTO search_word (word, registration_id) VALUES " +
                       placeholders("(?, ?)", words.size()),
                   values);
}

std::vector<std::string> Ledger::words_now(std::int64_t registration) {
  auto rows = database_.query("SELECT searched FROM registration WHERE id = ?", {registration});
  return rows.empty() ? std::vector<std::string>() : query_terms(rows[0].text(0));
}

void Ledger::change_words(std::int64_t registration, const std::vector<std::string>& before,
                          std::vector<std::string> after) {
  std::vector<sql::Value> gone{registration};
  for (const std::string& word : before) {
    if (std::erase(after, word) == 0) gone.emplace_back(word);
  }
  if (gone.size() > 1) {
    database_.change("DELETE FROM search_word WHERE registration_id = ? AND word IN (" +
                         placeholders("?", gone.size() - 1) + ")",
                     gone);
  }
  add_words(registration, after);
}

std::vector<Record> Ledger::records_of(const std::vector<std::int64_t>& registrations) {
  static const std::string these = "IN (" + placeholders("?", batch) + ")";
  std::vector<Record> all;
  for (std::size_t begin = 0; begin < registrations.size(); begin += batch) {
    std::vector<sql::Value> values;
    for (std::size_t i = begin; i < begin + batch; ++i) {
      values.emplace_back(registrations[std::min(i, registrations.size() - 1)]);
    }
    std::map<std::int64_t, Record> found;
    for (Record& record : readable("WHERE id " + these, values)) {
      found.emplace(record.id, std::move(record));
    }
    for (const auto& row :
         database_.query("SELECT registration_id, position, user, display, permissions FROM line"
                         " JOIN account ON account.id = account_id WHERE registration_id " +
                             these + " ORDER BY registration_id, position",
                         values)) {
      auto place = found.find(row.number(0));
      if (place == found.end()) continue;
      Registration& wanted = place->second.wanted;
      wanted.lines.push_back({.position = static_cast<int>(row.number(1)),
                              .user = row.text(2),
                              .password = {},
                              .display = row.text(3),
                              .permissions = words(row.text(4))});
    }
    for (std::size_t i = begin; i < std::min(begin + batch, registrations.size()); ++i) {
      if (auto node = found.extract(registrations[i])) all.push_back(std::move(node.mapped()));
    }
  }
  return all;
}

Found Ledger::search(const Search& options, int most) {
  Found found;
  if (is_hopeless(options)) return found;
  const auto size = static_cast<std::size_t>(most);
  auto after = edge_in(options.after, *options.sorting),
       before = edge_in(options.before, *options.sorting);
  Finder finder(database_, options);
  std::vector<Edge> edges;
  if (before) {
    edges = finder.edges(before, true, most);
    // Short of a page: then it is the first, and whole.
    if (edges.size() <= size) before.reset();
    if (before) edges.erase(edges.begin());
  }
  const bool is_first = !after && !before;
  bool goes_on = before.has_value();
  if (!before) {
    edges = finder.edges(after, false, most);
    goes_on = edges.size() > size;
    if (goes_on) edges.pop_back();
  }
  if (goes_on) found.after = text_of(edges.back());
  if (!is_first && !edges.empty()) found.before = text_of(edges.front());
  found.count = is_first && !goes_on ? static_cast<int>(edges.size()) : finder.count();
  found.are_more = found.count > most_counted;
  found.count = std::min(found.count, most_counted);
  std::vector<std::int64_t> numbers;
  for (const Edge& edge : edges) numbers.push_back(edge.id);
  found.phones = records_of(numbers);
  return found;
}

std::vector<Record> Ledger::found_after(const Search& options, std::int64_t after, int most) {
  if (is_hopeless(options)) return {};
  Part part{"SELECT id FROM registration FORCE INDEX (PRIMARY) ", {}};
  part.add(filters(options)).add(has_words(query_terms(options.typed)));
  part.add(" AND " + is_of_known_model() + " AND id > ? ORDER BY id LIMIT ?", {after, most});
  std::vector<std::int64_t> numbers;
  for (const auto& row : database_.query(part.text, part.values)) numbers.push_back(row.number(0));
  return records_of(numbers);
}

int Ledger::count(const StateFilter& state_filter, int most) {
  return static_cast<int>(
      database_
          .query(
              "SELECT COUNT(*) FROM (SELECT 1 FROM registration FORCE INDEX (by_standing) WHERE " +
                  std::string(state_filter.condition) + " LIMIT ?) AS some",
              {most + 1})
          .at(0)
          .number(0));
}

}  // namespace spaconf

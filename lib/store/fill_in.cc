// Some hundred rows at a time, each batch a transaction of its own.
#include "store/fill_in.h"

#include "base/text.h"
#include "store/search_terms.h"

namespace spaconf {
namespace {

constexpr int batch = 200;

/// As much of a record as index_terms() looks at.
Record record_of(const sql::Row& row) {
  Record record;
  record.id = row.number(0);
  record.wanted.model = find_model(row.text(1));
  if (!record.wanted.model) throw std::runtime_error("ledger: unknown model " + row.text(1));
  record.wanted.mac = Mac::parse(row.text(2));
  record.wanted.serial = row.text(3);
  record.wanted.hostname = row.text(4);
  record.wanted.inventory = row.text(5);
  record.wanted.login = row.text(6);
  record.person.name = row.text(7);
  record.person.room = row.text(8);
  if (row.is_null(9)) return record;
  for (const std::string& user : split(row.text(9), ' ')) {
    record.wanted.lines.push_back({0, user, {}, ""});
  }
  return record;
}

void write_words(sql::Connection& database, std::int64_t registration,
                 const std::vector<std::string>& words) {
  database.change("UPDATE registration SET searched = ? WHERE id = ?",
                  {spaced(words), registration});
  std::string marks;
  std::vector<sql::Value> values;
  for (const std::string& word : words) {
    marks += marks.empty() ? "(?, ?)" : ", (?, ?)";
    values.emplace_back(word);
    values.emplace_back(registration);
  }
  database.change("REPLACE INTO search_word (word, registration_id) VALUES " + marks, values);
}

}  // namespace

void backfill_search_terms(sql::Connection& database) {
  for (std::int64_t last = 0;;) {
    auto rows = database.query(
        "SELECT id, model, mac, serial, hostname, inventory, login, person_name, person_room,"
        " (SELECT GROUP_CONCAT(user ORDER BY position SEPARATOR ' ') FROM line"
        " JOIN account ON account.id = account_id WHERE registration_id = registration.id)"
        " FROM registration WHERE id > ? AND searched = '' ORDER BY id LIMIT ?",
        {last, batch});
    if (rows.empty()) return;
    database.transact([&] {
      for (const auto& row : rows)
        write_words(database, row.number(0), index_terms(record_of(row)));
    });
    last = rows.back().number(0);
  }
}

}  // namespace spaconf

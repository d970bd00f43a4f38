// Reads rows of registrations and lines into records.
#include "store/record_reader.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "base/log.h"
#include "base/text.h"
#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr char record_columns[] =
    "registration.id, ref, state, model, mac, serial, hostname, inventory, login, person_name,"
    " person_mail, person_telephone, person_room, person_department, version, generation,"
    " profile_state, profile_reason, ticket_state, ticket_number, ticket_status, actor,"
    " DATE_FORMAT(registration.created, '%Y-%m-%d %H:%i:%s'), settings,"
    " DATE_FORMAT(COALESCE(changed, registration.created), '%Y-%m-%d %H:%i:%s'),"
    " ticket_settled, ticket_mail, ticket_requestor, search_terms, ticket_batch";
constexpr std::size_t record_width = 30;
constexpr char line_columns[] =
    "position, user, domain, secret, display, permissions, exchange_state, exchange_reason";

SealedRecord record_of(const sql::Row& row) {
  SealedRecord record;
  record.id = row.number(0);
  record.ref = row.text(1);
  record.state = RegistrationState(place_of(row.text(2), registration_states));
  record.wanted.model = find_model(row.text(3));
  if (!record.wanted.model) {
    throw UnreadableRecord("store: " + record.ref + " has the unknown model " + row.text(3));
  }
  record.wanted.mac = Mac::parse(row.text(4));
  record.wanted.serial = row.text(5);
  record.wanted.hostname = row.text(6);
  record.wanted.inventory = row.text(7);
  record.wanted.login = record.person.login = row.text(8);
  record.person.name = row.text(9);
  record.person.mail = row.text(10);
  record.person.telephone = row.text(11);
  record.person.room = row.text(12);
  record.person.department = row.text(13);
  record.version = static_cast<int>(row.number(14));
  record.generation = static_cast<int>(row.number(15));
  record.profile = ProfileState(place_of(row.text(16), profile_states));
  if (record.is_live() && record.profile != ProfileState::none && !record.wanted.mac) {
    throw UnreadableRecord("store: " + record.ref + " has a profile and no MAC address");
  }
  record.profile_reason = row.text(17);
  record.ticket = TicketState(place_of(row.text(18), ticket_states));
  record.ticket_number = row.number(19);
  record.ticket_status = row.text(20);
  record.actor = row.text(21);
  record.created = row.text(22);
  record.wanted.settings = settings_in(row.text(23));
  record.changed = row.text(24);
  record.ticket_is_settled = row.number(25) != 0;
  record.ticket_mail = row.text(26);
  record.ticket_requestor = row.text(27);
  record.search_terms = row.text(28);
  record.ticket_batch = row.text(29);
  return record;
}

/// The line_columns begin with the column `at`.
void add_line(SealedRecord& record, const sql::Row& row, std::size_t at) {
  record.wanted.lines.push_back({.position = static_cast<int>(row.number(at)),
                                 .user = row.text(at + 1),
                                 .password = {},
                                 .display = row.text(at + 4),
                                 .permissions = words(row.text(at + 5)),
                                 .account_state = account_state(row.text(at + 6)),
                                 .account_reason = row.text(at + 7)});
  record.passwords.push_back({row.text(at + 2), row.text(at + 3)});
}

std::string selected(const std::string& rest) {
  return std::string("SELECT ") + record_columns + " FROM registration " + rest;
}

}  // namespace

const Line* Record::waiting_line() const {
  const Line* found = nullptr;
  for (const Line& line : wanted.lines) {
    if (line.account_state == AccountState::foreign) return &line;
    if (line.account_state != AccountState::current && !found) found = &line;
  }
  return found;
}

std::optional<SealedRecord> RecordReader::one(const std::string& ref) {
  // The database refuses to compare the column, which is ASCII, with anything else.
  if (!is_ascii(ref)) return {};
  static const std::string question =
      std::string("SELECT ") + record_columns + ", " + line_columns +
      " FROM registration LEFT JOIN line ON registration_id = registration.id"
      " LEFT JOIN account ON account.id = account_id WHERE ref = ? ORDER BY position";
  const auto rows = database_.query(question, {ref});
  if (rows.empty()) return {};
  SealedRecord record = record_of(rows[0]);
  for (const auto& row : rows) {
    const bool has_account = !row.is_null(record_width + 1);
    if (has_account) add_line(record, row, record_width);
  }
  return record;
}

std::vector<SealedRecord> RecordReader::rows(const std::string& rest,
                                             const std::vector<sql::Value>& values) {
  std::vector<SealedRecord> records;
  for (const auto& row : database_.query(selected(rest), values)) records.push_back(record_of(row));
  return records;
}

std::vector<SealedRecord> RecordReader::readable_rows(const std::string& rest,
                                                      const std::vector<sql::Value>& values) {
  std::vector<SealedRecord> records;
  for (const auto& row : database_.query(selected(rest), values)) {
    try {
      records.push_back(record_of(row));
    } catch (const std::runtime_error& error) {
      log(Priority::warning, "row skipped", {{"why", error.what()}});
    }
  }
  return records;
}

void RecordReader::add_lines(std::vector<SealedRecord>& records) {
  std::vector<std::int64_t> ids;
  for (const Record& record : records) ids.push_back(record.id);
  auto record = records.begin();
  in_batches(ids, [&](const std::string& in_list, const std::vector<sql::Value>& numbers) {
    for (const auto& row : database_.query(std::string("SELECT registration_id, ") + line_columns +
                                               " FROM line JOIN account ON account.id = account_id"
                                               " WHERE registration_id " +
                                               in_list + " ORDER BY registration_id, position",
                                           numbers)) {
      while (record->id != row.number(0)) ++record;
      add_line(*record, row, 1);
    }
  });
}

std::vector<Record> RecordReader::numbered(const std::vector<std::int64_t>& registrations) {
  std::vector<SealedRecord> found;
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    auto rows = readable_rows("WHERE id " + in_list, numbers);
    std::ranges::move(rows, std::back_inserter(found));
  });
  std::ranges::sort(found, {}, &Record::id);
  add_lines(found);
  std::map<std::int64_t, Record> by_number;
  for (SealedRecord& record : found) {
    const auto id = record.id;
    by_number.emplace(id, std::move(record));
  }
  std::vector<Record> all;
  for (std::int64_t id : registrations) {
    if (auto node = by_number.extract(id)) all.push_back(std::move(node.mapped()));
  }
  return all;
}

}  // namespace spaconf

// SQL for consistency checks.
// The ledger's statements for whoever doubts it: rows that may be wrong, and many rows to compare.
#include "store/columns.h"
#include "store/ledger.h"

namespace spaconf {
namespace {

std::vector<std::int64_t> numbers(const std::vector<sql::Row>& rows) {
  std::vector<std::int64_t> numbers;
  for (const auto& row : rows) numbers.push_back(row.number(0));
  return numbers;
}

std::vector<std::string> texts(const std::vector<sql::Row>& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(row.text(0));
  return texts;
}

}  // namespace

std::vector<std::int64_t> Ledger::registrations_where(const std::string& condition) {
  return numbers(
      database_.query("SELECT id FROM registration WHERE " + condition + " ORDER BY id"));
}

bool Ledger::holds_for(std::int64_t registration, const std::string& condition) {
  return !database_
              .query("SELECT 1 FROM registration WHERE id = ? AND (" + condition + ")",
                     {registration})
              .empty();
}

std::vector<std::string> Ledger::unreadable(int most) {
  std::vector<std::string> reasons;
  for (const auto& row : database_.query("SELECT ref, model FROM registration WHERE state <> "
                                         "'retired' AND NOT " +
                                             is_of_known_model() + " ORDER BY id LIMIT ?",
                                         {most})) {
    reasons.push_back(row.text(0) + " has the unknown model " + row.text(1));
  }
  return reasons;
}

std::vector<Mac> Ledger::orphaned_withdrawals() {
  std::vector<Mac> macs;
  // A first version has no past, and so nothing to withdraw.
  for (const std::string& mac :
       texts(database_.query("SELECT leaving.mac FROM leaving LEFT JOIN registration"
                             " ON registration.id = registration_id"
                             " WHERE registration.id IS NULL OR version = 1"))) {
    if (auto address = Mac::parse(mac)) macs.push_back(*address);
  }
  return macs;
}

std::vector<std::int64_t> Ledger::with_lines_of_no_phone() {
  return numbers(
      database_.query("SELECT DISTINCT registration_id FROM line LEFT JOIN registration"
                      " ON registration.id = registration_id"
                      " WHERE registration.id IS NULL OR state <> 'live' ORDER BY 1"));
}

std::vector<std::string> Ledger::accounts_without_line(const std::string& domain) {
  return texts(
      database_.query("SELECT user FROM account WHERE domain = ? AND NOT EXISTS"
                      " (SELECT 1 FROM line WHERE account_id = account.id) ORDER BY user",
                      {domain}));
}

std::vector<LockedAccount> Ledger::accounts_after(std::int64_t after, const std::string& domain,
                                                  int most) {
  std::vector<LockedAccount> accounts;
  for (const auto& row :
       database_.query("SELECT id, owner, user, secret, permissions, domain"
                       " FROM account WHERE id > ? AND domain = ? ORDER BY id LIMIT ?",
                       {after, domain, most})) {
    const std::string user = row.text(2);
    LockedAccount& held = accounts.emplace_back(LockedAccount{.id = row.number(0),
                                                              .owner = row.text(1),
                                                              .domain = row.text(5),
                                                              .account = {user, domain, {}},
                                                              .permissions = words(row.text(4))});
    try {
      held.account.password = unsealed(row.text(3), user, row.text(5));
    } catch (const std::runtime_error& error) {
      held.fault = error.what();
    }
  }
  return accounts;
}

std::string Ledger::profile_sha256(std::int64_t registration) {
  return database_.query("SELECT profile_sha256 FROM registration WHERE id = ?", {registration})
      .at(0)
      .text(0);
}

std::set<std::string> Ledger::addresses() {
  const auto all =
      texts(database_.query("SELECT active_mac FROM registration WHERE active_mac IS NOT NULL"
                            " UNION SELECT mac FROM leaving"));
  return {all.begin(), all.end()};
}

bool Ledger::is_free(const Mac& mac) {
  // Whoever writes a profile to the TFTP folder, or is to withdraw one, changes the row of this key
  // first. Ours goes at once, and its lock when the transaction ends.
  try {
    database_.change("INSERT INTO leaving (mac, registration_id) VALUES (?, 0)", {mac.plain()});
  } catch (const sql::Duplicate&) {
    return false;
  }
  cancel_withdrawal(mac);
  return ref_of_mac(mac).empty();
}

std::vector<Record> Ledger::with_ticket_after(std::int64_t after, int most) {
  return records(
      "WHERE id > ? AND " + is_of_known_model() +
          " AND ticket_state = 'done' AND ticket_number IS NOT NULL AND NOT EXISTS"
          " (SELECT 1 FROM task WHERE registration_id = registration.id AND kind = 'ticket'"
          " AND task.state = 'due') ORDER BY id LIMIT ?",
      {after, most});
}

std::optional<Record> Ledger::lock_with_ticket(const Record& record) {
  if (!lock(record.id)) return {};
  auto found = with_ticket_after(record.id - 1, 1);
  if (found.empty() || found[0].id != record.id || found[0].version != record.version ||
      found[0].ticket_number != record.ticket_number) {
    return {};
  }
  return std::move(found[0]);
}

}  // namespace spaconf

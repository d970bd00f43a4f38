// SQL for withdrawals.
#include "store/withdrawals.h"

#include "store/batches.h"

namespace spaconf {
namespace {

std::vector<Mac> macs_in(const std::vector<sql::Row>& rows) {
  std::vector<Mac> macs;
  for (const std::string& text : texts_in(rows)) {
    if (auto mac = Mac::parse(text)) macs.push_back(*mac);
  }
  return macs;
}

}  // namespace

void Withdrawals::queue(std::int64_t registration, const Mac& mac) {
  locks_.take(Lock::withdrawal);
  database_.change(
      "INSERT INTO withdrawal (mac, registration_id) VALUES (?, ?)"
      " ON DUPLICATE KEY UPDATE registration_id = VALUES(registration_id)",
      {mac.plain(), registration});
}

std::vector<Mac> Withdrawals::pending(std::int64_t registration) {
  locks_.take(Lock::withdrawal);
  return macs_in(database_.query("SELECT mac FROM withdrawal WHERE registration_id = ? FOR UPDATE",
                                 {registration}));
}

void Withdrawals::complete(std::int64_t registration) {
  locks_.take(Lock::withdrawal);
  database_.change("DELETE FROM withdrawal WHERE registration_id = ?", {registration});
}

void Withdrawals::cancel(const Mac& mac) {
  locks_.take(Lock::withdrawal);
  database_.change("DELETE FROM withdrawal WHERE mac = ?", {mac.plain()});
}

void Withdrawals::cancel(const std::vector<std::int64_t>& registrations) {
  locks_.take(Lock::withdrawal);
  in_batches(registrations, [&](const std::string& in_list, const auto& numbers) {
    database_.change(
        "DELETE withdrawal FROM withdrawal JOIN registration ON active_mac = withdrawal.mac"
        " WHERE registration.id " +
            in_list,
        numbers);
  });
}

std::vector<std::int64_t> Withdrawals::registrations(std::int64_t after, int count) {
  return numbers_in(
      database_.query("SELECT DISTINCT registration_id FROM withdrawal WHERE registration_id > ?"
                      " ORDER BY registration_id LIMIT ?",
                      {after, count}));
}

std::vector<Mac> Withdrawals::orphaned() {
  // A first version had no other address, and so nothing to withdraw.
  return macs_in(
      database_.query("SELECT withdrawal.mac FROM withdrawal LEFT JOIN registration"
                      " ON registration.id = registration_id"
                      " WHERE registration.id IS NULL OR version = 1"));
}

std::set<std::string> Withdrawals::addresses() {
  const auto all =
      texts_in(database_.query("SELECT active_mac FROM registration WHERE active_mac IS NOT NULL"
                               " UNION SELECT mac FROM withdrawal"));
  return {all.begin(), all.end()};
}

bool Withdrawals::lock_unused(const Mac& mac) {
  // Each process that writes a profile, or queues its withdrawal, first changes the row of this
  // key. Our row is deleted at once; its lock lasts until the transaction ends.
  locks_.take(Lock::withdrawal);
  try {
    database_.change("INSERT INTO withdrawal (mac, registration_id) VALUES (?, 0)", {mac.plain()});
  } catch (const sql::Duplicate&) {
    return false;
  }
  cancel(mac);
  return database_.query("SELECT 1 FROM registration WHERE active_mac = ?", {mac.plain()}).empty();
}

}  // namespace spaconf

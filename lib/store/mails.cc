// SQL for the mails to people.
#include "store/mails.h"

#include "store/column_values.h"

namespace spaconf {
namespace {

constexpr char finish[] =
    "UPDATE task SET state = 'done', lease_owner = NULL, lease_until = NULL, reason = '' WHERE ";

}  // namespace

void Mails::ticket_settled(std::int64_t registration, bool sends) {
  locks_.take(Lock::registration, registration);
  const auto rows = database_.query(
      "SELECT login, COALESCE((SELECT mail.login FROM mail WHERE registration_id = "
      "registration.id),"
      " '') FROM registration WHERE id = ? AND state = 'live' AND ticket_settled"
      " AND NOT " +
          has_task("ticket", "'due'") + " FOR UPDATE",
      {registration});
  if (rows.empty() || rows[0].text(0) == rows[0].text(1)) return;
  database_.change("REPLACE INTO mail (registration_id, login, address) VALUES (?, ?, '')",
                   {registration, rows[0].text(0)});
  if (sends) add_task(registration);
}

void Mails::add_task(std::int64_t registration) {
  locks_.take(Lock::task);
  database_.change(
      "INSERT INTO task (registration_id, kind, generation, note, not_before, created)"
      " SELECT id, 'mail', generation, '', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)"
      " FROM registration WHERE id = ? ON DUPLICATE KEY UPDATE state = 'due', attempts = 0,"
      " not_before = VALUES(not_before), created = VALUES(created), reason = '',"
      " lease_owner = NULL, lease_until = NULL",
      {registration});
}

bool Mails::is_wanted(const Task& task, const std::string& login) {
  const auto rows =
      database_.query("SELECT login FROM mail WHERE registration_id = ?", {task.registration_id});
  return !rows.empty() && rows[0].text(0) == login;
}

void Mails::done(const Task& task, const std::string& address) {
  if (!address.empty()) {
    database_.change(
        "UPDATE mail SET address = ?, sent = UTC_TIMESTAMP(3) WHERE registration_id = ?",
        {address, task.registration_id});
  }
  locks_.take(Lock::task);
  database_.change(finish + std::string("id = ?"), {task.id});
}

void Mails::cancel(std::int64_t registration) {
  database_.change("DELETE FROM mail WHERE registration_id = ? AND sent IS NULL", {registration});
  locks_.take(Lock::task);
  database_.change(
      finish + std::string("registration_id = ? AND kind = 'mail' AND state IN ('due', 'parked')"),
      {registration});
}

void Mails::cancel_all() {
  locks_.take(Lock::task);
  database_.change(finish + std::string("kind = 'mail' AND state IN ('due', 'parked')"), {});
}

std::optional<MailProgress> Mails::progress(std::int64_t registration) {
  const auto rows = database_.query(
      "SELECT DATE_FORMAT(sent, '%Y-%m-%d %H:%i:%s'), address, state, reason FROM mail"
      " LEFT JOIN task ON task.registration_id = mail.registration_id AND kind = 'mail'"
      " AND state <> 'done' WHERE mail.registration_id = ? ORDER BY task.id DESC LIMIT 1",
      {registration});
  if (rows.empty()) return {};
  const auto& row = rows[0];
  const bool has_task = !row.is_null(2);
  if (row.is_null(0) && !has_task) return {};
  return MailProgress{.sent = row.is_null(0) ? "" : row.text(0),
                      .address = row.text(1),
                      .waits = has_task && row.text(2) == "due",
                      .is_parked = has_task && row.text(2) == "parked",
                      .reason = has_task ? row.text(3) : ""};
}

}  // namespace spaconf

// SQL for deliveries: lease, finish, put off, park.
#include "store/deliveries.h"

#include "store/batches.h"
#include "store/column_values.h"
#include "store/purge.h"

namespace spaconf {
namespace {

std::int64_t microseconds(std::chrono::seconds time) {
  return std::chrono::microseconds(time).count();
}

}  // namespace

void Deliveries::add(const std::string& webhook, std::int64_t position) {
  database_.change(
      "INSERT INTO delivery (webhook, position, not_before, created)"
      " VALUES (?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
      {webhook, position});
}

std::optional<Delivery> Deliveries::lease_first(const std::string& webhook,
                                                const std::string& owner,
                                                std::chrono::seconds time) {
  const auto rows = database_.query(
      "SELECT position, attempts, not_before <= UTC_TIMESTAMP(3) FROM delivery"
      " WHERE webhook = ? AND state = 'due' ORDER BY position LIMIT 1",
      {webhook});
  if (rows.empty() || rows[0].number(2) == 0) return {};
  const Delivery delivery{webhook, rows[0].number(0), static_cast<int>(rows[0].number(1))};
  const bool is_ours =
      database_.change(
          "UPDATE delivery SET lease_owner = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? "
          "MICROSECOND WHERE webhook = ? AND position = ? AND state = 'due'"
          " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))",
          {owner, microseconds(time), webhook, delivery.position}) > 0;
  if (!is_ours) return {};
  return delivery;
}

void Deliveries::done(const Delivery& delivery) {
  database_.change("DELETE FROM delivery WHERE webhook = ? AND position = ?",
                   {delivery.webhook, delivery.position});
}

void Deliveries::failed(const Delivery& delivery, const std::string& reason,
                        std::chrono::seconds pause, std::chrono::seconds longest) {
  const std::string why = truncate_reason(reason);
  database_.transact([&] {
    database_.change(
        "UPDATE delivery SET state = 'parked', reason = ?, lease_owner = NULL, lease_until = NULL"
        " WHERE webhook = ? AND state = 'due'"
        " AND created <= UTC_TIMESTAMP(3) - INTERVAL ? MICROSECOND",
        {why, delivery.webhook, microseconds(longest)});
    database_.change(
        "UPDATE delivery SET reason = ?, lease_owner = NULL, lease_until = NULL, attempts = ?,"
        " not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND"
        " WHERE webhook = ? AND state = 'due' ORDER BY position LIMIT 1",
        {why, delivery.attempts + 1, microseconds(pause), delivery.webhook});
  });
}

void Deliveries::park_all(const std::string& webhook, const std::string& reason) {
  database_.change(
      "UPDATE delivery SET state = 'parked', reason = ?, lease_owner = NULL, lease_until = NULL"
      " WHERE webhook = ? AND state = 'due'",
      {truncate_reason(reason), webhook});
}

bool Deliveries::retry(const std::string& webhook) {
  return database_.change(
             "UPDATE delivery SET state = 'due', attempts = 0, not_before = UTC_TIMESTAMP(3),"
             " created = UTC_TIMESTAMP(3) WHERE webhook = ?",
             {webhook}) > 0;
}

std::uint64_t Deliveries::keep_only(const std::vector<std::string>& webhooks) {
  if (webhooks.empty()) return database_.change("DELETE FROM delivery");
  return database_.change(
      "DELETE FROM delivery WHERE webhook NOT IN (" + placeholders(webhooks.size()) + ")",
      {webhooks.begin(), webhooks.end()});
}

std::vector<WaitingDeliveries> Deliveries::waiting() {
  std::vector<WaitingDeliveries> waiting;
  for (const auto& row :
       database_.query("SELECT webhook, state, COUNT(*), MAX(reason),"
                       " DATE_FORMAT(MIN(created), '%Y-%m-%d %H:%i:%s'),"
                       " TIMESTAMPDIFF(SECOND, MIN(created), UTC_TIMESTAMP(3))"
                       " FROM delivery GROUP BY webhook, state HAVING state = 'parked'"
                       " OR MAX(reason) <> '' OR MIN(created) < "
                       "UTC_TIMESTAMP(3) - INTERVAL 30 SECOND ORDER BY webhook, state")) {
    waiting.push_back({row.text(0), row.text(1), row.number(2), row.text(3), row.text(4),
                       std::chrono::seconds(row.number(5))});
  }
  return waiting;
}

std::uint64_t Deliveries::purge(std::chrono::days age) {
  return purge_older(database_, "delivery", "created", age);
}

}  // namespace spaconf

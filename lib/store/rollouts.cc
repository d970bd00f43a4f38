// SQL for roll-outs and their lists of people.
#include "store/rollouts.h"

#include "base/text.h"
#include "store/batches.h"

namespace spaconf {
namespace {

constexpr int purged_at_once = 100;
constexpr char columns[] =
    "SELECT id, ref, model, actor, DATE_FORMAT(created, '%Y-%m-%d %H:%i:%s'), has_ticket_per_phone";

Rollout rollout_of(const sql::Row& row) {
  return {.id = row.number(0),
          .ref = row.text(1),
          .model = find_model(row.text(2)),
          .actor = row.text(3),
          .created = row.text(4),
          .has_ticket_per_phone = row.number(5) != 0};
}

}  // namespace

void Rollouts::add(const Rollout& rollout, const std::vector<RolloutPerson>& people) {
  database_.change(
      "INSERT INTO rollout (ref, model, actor, has_ticket_per_phone, created)"
      " VALUES (?, ?, ?, ?, UTC_TIMESTAMP(3))",
      {rollout.ref, std::string(rollout.model ? rollout.model->name : ""), rollout.actor,
       rollout.has_ticket_per_phone ? 1 : 0});
  const auto id = static_cast<std::int64_t>(database_.last_id());
  std::int64_t position = 0;
  for (const RolloutPerson& person : people) {
    database_.change(
        "INSERT INTO rollout_person (rollout, position, login, name, room) VALUES (?, ?, ?, ?, ?)",
        {id, ++position, person.login, person.name, person.room});
  }
}

std::optional<Rollout> Rollouts::find(const std::string& ref) {
  if (!is_ascii(ref)) return {};
  const auto rows = database_.query(std::string(columns) + " FROM rollout WHERE ref = ?", {ref});
  if (rows.empty()) return {};
  return rollout_of(rows[0]);
}

std::vector<RolloutPerson> Rollouts::people_of(std::int64_t rollout) {
  std::vector<RolloutPerson> people;
  for (const auto& row : database_.query(
           "SELECT login, name, room FROM rollout_person WHERE rollout = ? ORDER BY position",
           {rollout})) {
    people.push_back({row.text(0), row.text(1), row.text(2)});
  }
  return people;
}

std::vector<RolloutProgress> Rollouts::latest(int count) {
  std::vector<RolloutProgress> found;
  for (const auto& row : database_.query(
           std::string(columns) +
               ", (SELECT COUNT(*) FROM rollout_person WHERE rollout_person.rollout = rollout.id),"
               " (SELECT COUNT(*) FROM registration WHERE registration.rollout = rollout.id)"
               " FROM rollout ORDER BY created DESC, id DESC LIMIT ?",
           {count})) {
    found.push_back({rollout_of(row), row.number(6), row.number(7)});
  }
  return found;
}

std::uint64_t Rollouts::purge(std::chrono::days age) {
  const auto old = numbers_in(database_.query(
      "SELECT id FROM rollout WHERE created < UTC_TIMESTAMP(3) - INTERVAL ? DAY LIMIT ?",
      {static_cast<std::int64_t>(age.count()), purged_at_once}));
  for (std::int64_t id : old) {
    database_.change("DELETE FROM rollout_person WHERE rollout = ?", {id});
    database_.change("DELETE FROM rollout WHERE id = ?", {id});
  }
  return old.size();
}

}  // namespace spaconf

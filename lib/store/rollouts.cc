// SQL for roll-outs and their lists of people.
#include "store/rollouts.h"

#include "base/text.h"
#include "store/batches.h"

namespace spaconf {
namespace {

constexpr int purged_at_once = 100;

}  // namespace

void Rollouts::add(const Rollout& rollout, const std::vector<RolloutPerson>& people) {
  database_.change(
      "INSERT INTO rollout (ref, model, actor, created) VALUES (?, ?, ?, UTC_TIMESTAMP(3))",
      {rollout.ref, std::string(rollout.model ? rollout.model->name : ""), rollout.actor});
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
  auto found = read("WHERE ref = ?", {ref});
  if (found.empty()) return {};
  return std::move(found.front());
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

std::vector<Rollout> Rollouts::latest(int count) {
  return read("ORDER BY created DESC, id DESC LIMIT ?", {count});
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

std::vector<Rollout> Rollouts::read(const std::string& rest,
                                    const std::vector<sql::Value>& values) {
  std::vector<Rollout> found;
  for (const auto& row : database_.query(
           "SELECT id, ref, model, actor, DATE_FORMAT(created, '%Y-%m-%d %H:%i:%s'),"
           " (SELECT COUNT(*) FROM rollout_person WHERE rollout_person.rollout = rollout.id),"
           " (SELECT COUNT(*) FROM registration WHERE registration.rollout = rollout.id)"
           " FROM rollout " +
               rest,
           values)) {
    found.push_back({.id = row.number(0),
                     .ref = row.text(1),
                     .model = find_model(row.text(2)),
                     .actor = row.text(3),
                     .created = row.text(4),
                     .people = row.number(5),
                     .phones = row.number(6)});
  }
  return found;
}

}  // namespace spaconf

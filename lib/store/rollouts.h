// The tables of roll-outs: people whose phones are registered one after another, box by box.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "phone/model.h"

namespace spaconf {

/// One person of a roll-out's list, as the directory had them.
struct RolloutPerson {
  std::string login, name, room;
};

/// Phones that are registered one after another, for a list of people or without one.
struct Rollout {
  std::int64_t id = 0;
  std::string ref;                    ///< Ten letters and digits
  const Model* model = nullptr;       ///< nullptr: each carton's code says it
  std::string actor;                  ///< Who began it
  std::string created;                ///< UTC, "2026-11-23 10:33:07"
  bool has_ticket_per_phone = false;  ///< Otherwise its phones have one ticket together
};

/// A roll-out among others.
struct RolloutProgress {
  Rollout rollout;
  std::int64_t people;  ///< On its list
  std::int64_t phones;  ///< Registered so far
};

/// Roll-outs. Which phones belong to one is in their registrations.
class Rollouts {
 public:
  explicit Rollouts(sql::Connection& database) : database_(database) {}

  /// Adds a roll-out. Called inside of database.transact().
  void add(const Rollout& rollout, const std::vector<RolloutPerson>& people);
  std::optional<Rollout> find(const std::string& ref);
  /// In the order of the list.
  std::vector<RolloutPerson> people_of(std::int64_t rollout);
  std::vector<RolloutProgress> latest(int count);
  /// Forgets roll-outs older than this, some at a time, and returns how many. Their phones stay.
  std::uint64_t purge(std::chrono::days age);

 private:
  sql::Connection& database_;
};

}  // namespace spaconf

// Counts all rows for monitoring: numbers only, nothing about a person.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/sql.h"

namespace spaconf {

/// Reads numbers about our tables and locks nothing.
class Statistics {
 public:
  explicit Statistics(sql::Connection& database) : database_(database) {}

  /// Of each state, also those without a row: live, retiring, retired.
  std::map<std::string, std::int64_t> registrations();
  /// Of each kind and state, also those without a row: profile and ticket; due, done, parked. And
  /// of events for webhooks, as kind webhook, and of accounts that the exchange does not have as
  /// they are to be, as kind account: due, parked.
  std::map<std::pair<std::string, std::string>, std::int64_t> tasks();
  /// Since the oldest task that is due was created; 0 when there is none.
  std::chrono::seconds oldest_due_task();

 private:
  sql::Connection& database_;
};

}  // namespace spaconf

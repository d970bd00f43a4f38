// Records which phones came online and which went offline, in a step of the worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "account/exchange.h"
#include "store/observations.h"

namespace spaconf {

/// Fills the table online. Each sweep reads some of the exchange's contacts. It writes a row
/// only when a phone came online or went offline, so unchanged phones cost only reading.
class OnlineMonitor {
 public:
  OnlineMonitor(Observations& observations, Exchange& exchange)
      : observations_(observations), exchange_(exchange) {}

  /// Continues a pass over all phones, or begins one when the last is old enough. Does nothing
  /// if the exchange cannot list all contacts. Throws Unavailable.
  void sweep();

 private:
  using Page = std::vector<std::pair<std::string, Contact>>;
  void begin();
  Page next_page(bool& is_last);
  void note_arrivals(const Page& contacts);
  void log_skipped(std::size_t count, const std::string& user);
  void note_departures();

  Observations& observations_;
  Exchange& exchange_;
  bool is_running_ = false, has_logged_ = false;
  std::string after_, began_;
  std::unordered_set<std::int64_t> seen_;  // registrations, in this pass
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace spaconf

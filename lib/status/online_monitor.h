// Records which phones came online and which went, for the worker.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "account/exchange.h"
#include "store/observations.h"

namespace spaconf {

/// The table of presence. The exchange is asked for all contacts, some of them in each sweep;
/// a row is written only when a phone came or went, so that 100,000 phones that stay cost
/// nothing but reading.
class OnlineMonitor {
 public:
  OnlineMonitor(Observations& observations, Exchange& exchange)
      : observations_(observations), exchange_(exchange) {}

  /// Goes on with a look at all phones, or begins one when the last is old enough. Does nothing
  /// with an exchange that does not tell of all. Throws Unavailable.
  void look();

 private:
  using Page = std::vector<std::pair<std::string, Contact>>;
  void begin();
  Page next_page(bool& is_last);
  void note(const Page& contacts);
  void pass_over(std::size_t count, const std::string& user);
  void note_departures();

  Observations& observations_;
  Exchange& exchange_;
  bool is_looking_ = false, has_told_ = false;
  std::string after_, began_;
  std::unordered_set<std::int64_t> seen_;  // registrations, in this look
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace spaconf

// What was promised is carried out: tickets, and profiles that had to wait.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "status/presence.h"
#include "registration/services.h"
#include "ticket/desk.h"

namespace spaconf {

/// Carries out tasks. Several may run: a task is leased, so one of them has it.
class Worker {
 public:
  /// Reads [registration] and what [ticket] says about waiting.
  Worker(const Config& config, Services& services, TicketDesk& desk);

  /// Does all that is due now and gives how many tasks were finished. Each step is tried whatever
  /// became of the others: what fails is logged, kept for the home page, and tried again later.
  int sweep();
  /// How long to rest between two sweeps.
  std::chrono::seconds interval() const { return interval_; }

 private:
  bool try_step(const std::string& name, const std::function<void()>& work);
  void note_outcome(const std::string& step, const std::string& reason);
  void finish_what_nobody_would();
  int withdraw_profiles();
  int write_profiles();
  int hand_in_tickets();
  void look_after_tickets();
  /// One ticket on its way.
  struct Handing {
    const Task& task;
    const Record& record;
    Ticket ticket;  ///< Number 0: there is none yet
    bool& asked;    ///< The desk may have done something for it
    bool is_new = false, is_merged = false, is_told = false;
  };
  bool hand_in(const Task& task);
  void find_ticket(Handing& handing);
  bool make_ticket(Handing& handing);
  bool tell(Handing& handing);
  std::optional<Past> former_person(const Handing& handing);
  void finish(Handing& handing);
  std::string name_requestor(Handing& handing);
  std::string farewell(const Record& record, const Past& former) const;
  void report_not_done(const Task& task, const std::string& reason);
  void report_failure(const Task& task, const std::string& reason, bool may_have_happened);
  NewTicket ticket_for(const Record& record) const;

  Services& services_;
  TicketDesk& desk_;
  Presence presence_;
  std::string name_;  // of this worker, in leases
  std::chrono::seconds interval_, settle_, lease_;
  int most_attempts_;
  std::map<std::string, std::string> outcomes_;  // of steps: why they failed last; empty: well
  std::chrono::steady_clock::time_point desk_rests_until_{}, next_doubt_{};
  std::int64_t withdrawn_up_to_ = 0;
};

}  // namespace spaconf

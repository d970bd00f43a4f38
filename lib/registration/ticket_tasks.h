// Runs the ticket tasks: creates tickets, comments on changes, and reads their states.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/template.h"
#include "registration/ticket_attempts.h"
#include "store/store.h"
#include "ticket/ticket_system.h"

namespace spaconf {

/// The worker's part that needs the ticket system.
class TicketTasks {
 public:
  /// Reads `attempts` of [registration] and what [ticket] says about waiting. `worker` is its name
  /// in leases. With `mails`, people get a mail when their ticket is settled as `done` of [ticket]
  /// says.
  TicketTasks(const Config& config, Store& store, const Templates& templates, TicketSystem& tickets,
              std::string worker, bool mails);

  /// Runs the oldest due tasks and returns how many were finished.
  int hand_in();
  /// Updates the states of tickets that are not settled.
  void look_after();

 private:
  /// The task in progress.
  struct Handing {
    const Task& task;
    const Record& record;
    Ticket ticket;  ///< Number 0 when there is no ticket yet
    bool& asked;    ///< The ticket system may have carried out a request
    bool is_new = false, is_told = false;
  };
  bool hand_in(const Task& task);
  bool hand_in(const Task& task, bool& asked);
  bool make_ticket(Handing& handing);
  bool tell(Handing& handing);
  std::optional<Revision> former_person(const Handing& handing);
  void finish(Handing& handing);
  static std::string named_requestor(const Handing& handing);
  std::optional<TicketHandover> handover_of(const Handing& handing);
  void note_status(std::int64_t number, const std::optional<TicketStatus>& status);
  void tell_of(const TicketStatus& status, std::int64_t registration, bool is_newly_settled);

  Store& store_;
  const Templates& templates_;
  TicketSystem& tickets_;
  std::string worker_;
  TicketAttempts attempts_;
  std::vector<std::string> done_{"resolved"};
  bool mails_;
};

}  // namespace spaconf

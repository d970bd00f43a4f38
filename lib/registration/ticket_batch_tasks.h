// Runs the ticket tasks of batches: one ticket for many phones, and comments about their changes.
#pragma once

#include <chrono>
#include <string>

#include "base/config.h"
#include "person/directory.h"
#include "registration/ticket_attempts.h"
#include "registration/ticket_batch_texts.h"
#include "store/store.h"
#include "ticket/ticket_system.h"

namespace spaconf {

/// The worker's part that tells the tickets of batches about their phones. The statuses of these
/// tickets are read by TicketTasks::look_after(), as those of all tickets.
class TicketBatchTasks {
 public:
  /// Reads `attempts` of [registration] and what [ticket] says about waiting and texts. `worker` is
  /// its name in leases; `search_address` as in BatchTexts.
  TicketBatchTasks(const Config& config, Store& store, Directory& directory,
                   const Templates& templates, TicketSystem& tickets, std::string worker,
                   const std::string& search_address);

  /// Brings the ticket of the oldest due batch up to date and returns how many were.
  int hand_in();

 private:
  /// The batch in progress.
  struct Handing {
    const TicketBatch& batch;
    int text;               ///< The number of the text that is to be in the ticket; 0: none
    bool& asked;            ///< The ticket system may have carried out a request
    Ticket ticket = {};     ///< Number 0 when there is no ticket yet
    bool is_new = false;    ///< It was created just now
    bool is_told = false;   ///< The text is in the ticket
    std::string mail = {};  ///< Whom we want as its requestor
  };
  bool hand_in(const TicketBatch& batch);
  bool hand_in(Handing& handing);
  bool make_ticket(Handing& handing);
  bool tell(Handing& handing);
  bool finish(Handing& handing);
  std::string mail_of_requestor(const TicketBatch& batch);
  bool renew(Handing& handing);

  Store& store_;
  Directory& directory_;
  TicketSystem& tickets_;
  std::string worker_;
  TicketAttempts attempts_;
  BatchTexts texts_;
  std::chrono::seconds gather_;
};

}  // namespace spaconf

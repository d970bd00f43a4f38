// The table of ticket batches: many phones that have one ticket together.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql.h"
#include "store/lock_order.h"
#include "store/record_reader.h"
#include "store/tickets.h"

namespace spaconf {

/// How the phones of a batch were registered.
enum class BatchOrigin { import, scan, api };
constexpr std::string_view batch_origins[] = {"import", "scan", "api"};
constexpr std::string_view name(BatchOrigin origin) { return batch_origins[int(origin)]; }

/// Phones that have one ticket together. Which ones, their registrations say.
struct TicketBatch {
  std::int64_t id = 0;
  std::string ref = {};  ///< Ten letters and digits: by which the ticket is found
  BatchOrigin origin = BatchOrigin::import;
  std::string title = {};        ///< For people: a file's name; may be empty
  std::string actor = {};        ///< Who registers the phones, for the audit
  std::string login = {};        ///< Of that person, who is the ticket's requestor; may be empty
  std::string request_key = {};  ///< 64 hex digits: the same for the same import; not read back
  int texts = 0;                 ///< How many texts were begun: the ticket's own and its comments
  std::int64_t number = 0;       ///< The ticket's; 0: none yet
  std::string mail = {};         ///< Whom we wanted as its requestor; empty when not known
  std::string requestor = {};    ///< The ticket system's spelling of that
  int attempts = 0;        ///< How often the ticket system may have done it without our knowing
  std::string owner = {};  ///< The worker that has leased it; only lease() sets it
};

/// One phone in a text of a batch's ticket.
struct PhoneInText {
  Record record;
  std::vector<std::string> notes;  ///< What has changed, oldest first; empty for a new phone
};

/// Phones that a text lists, in the order of their registration.
struct PhonesInText {
  std::vector<PhoneInText> phones;
  std::int64_t count = 0;  ///< Of all of them; there may be more than are listed here
};

/// The table of ticket batches. A phone of a batch has the tasks of any phone. The worker does
/// those of a batch together: it gives them the number of the text that will tell of them, and when
/// the text is in the ticket, they are done. A text that may be in the ticket is sent again under
/// its number, so that it is there once. A batch is leased as a task is, and what a worker stores
/// about a text counts only while it has the lease: the next worker has looked at the ticket since.
class TicketBatches {
 public:
  TicketBatches(sql::Connection& database, LockOrder& locks)
      : database_(database), locks_(locks), reader_(database) {}

  /// The reference of the batch that this actor has made with this request key, which is added if
  /// it is not there. Called outside of transactions.
  std::string ref_of(const TicketBatch& batch);
  bool has(const std::string& ref);

  /// Those whose tickets have something to be told, which rested for so long, or whose first phone
  /// has waited ten times as long.
  std::vector<TicketBatch> due(int count, std::chrono::seconds rest);
  /// Makes the batch ours for so long, and gives it as it is now; empty when another worker has it.
  std::optional<TicketBatch> lease(const TicketBatch& batch, const std::string& owner,
                                   std::chrono::seconds time);
  /// Makes it ours for longer; false when it is not ours any more.
  bool renew(const TicketBatch& batch, std::chrono::seconds time);
  /// The number of the text to be sent now: one that may have been sent before, or the next one,
  /// which tells of what is due, as far as there is room. 0 when nothing is; empty when the batch
  /// is not ours any more. Phones that were retired before a ticket was asked for need none.
  std::optional<int> begin_text(const TicketBatch& batch);
  /// The phones that the text tells of, at most so many of them.
  PhonesInText phones_in_text(const TicketBatch& batch, int text, int most);
  /// The live phones of the batch for a new ticket, without those of which a later text tells; at
  /// most so many of them.
  PhonesInText live_phones(const TicketBatch& batch, int text, int most);
  /// Does the text tell of phones that are not live?
  bool tells_of_retired(const TicketBatch& batch, int text);
  /// The phones of the text need no ticket any more, and have none; the batch is given back. False
  /// when it is not ours any more.
  bool not_needed(const TicketBatch& batch, int text);

  /// The ticket has the text and is as it was left, its phones' tasks are done, and the batch is
  /// given back. Returns the references of these phones; empty when it is not ours any more.
  std::optional<std::vector<std::string>> done(const TicketBatch& batch, int text,
                                               const TicketLeft& ticket);
  /// Gives the batch back, to be tried again after so long. `counts` when the ticket system may
  /// have done it without our knowing. False when it is not ours any more.
  bool put_off(const TicketBatch& batch, int text, std::chrono::seconds time,
               const std::string& reason, bool counts);
  /// The tasks of the text are not tried again until a person asks for that for one of its phones,
  /// and not within so long. False when the batch is not ours any more.
  bool park(const TicketBatch& batch, int text, const std::string& reason,
            std::chrono::seconds time);

  /// At most so many whose numbers come after `after`, that have a ticket, and nothing to be done.
  std::vector<TicketBatch> idle_after(std::int64_t after, int most);
  /// Does it have a phone that is not retired?
  bool has_live_phones(const TicketBatch& batch);
  /// Locks its row. False unless it is still idle and has the same ticket.
  bool lock_if_idle(const TicketBatch& batch);
  /// The ticket does not exist any more: its live phones need another.
  void lost(const TicketBatch& batch);
  /// The worker is to look whether the ticket is as it should be.
  void check(const TicketBatch& batch);

 private:
  std::vector<TicketBatch> found(const std::string& rest, const std::vector<sql::Value>& values);
  PhonesInText phones_where(const std::string& condition, std::vector<sql::Value> values, int most);
  void add_notes(PhonesInText& phones, int text);
  bool lock_leased(const TicketBatch& batch);
  void give_back(const TicketBatch& batch);

  sql::Connection& database_;
  LockOrder& locks_;
  RecordReader reader_;
};

}  // namespace spaconf

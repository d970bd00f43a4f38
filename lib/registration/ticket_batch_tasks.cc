// Creates the tickets of batches and adds comments to them.
// As with the ticket of one phone, the ticket is searched for before it is created, and after a
// request with an unknown outcome only when the ticket system has certainly finished. Which phones
// a text tells of is stored before it is sent, so that a worker that is killed afterwards leaves
// nothing that is told twice or never.
#include "registration/ticket_batch_tasks.h"

#include "base/error.h"
#include "base/log.h"
#include "registration/audit_events.h"
#include "registration/merged_ticket.h"

namespace spaconf {
namespace {

/// A ticket takes most of a second, and profiles must not wait for many of them.
constexpr int batches_at_once = 1;
/// Request Tracker shows texts up to 25 KB. Source: $MaxInlineBody in RT_Config.pm.
constexpr int usual_text = 24'000, shortest_text = 4'000, longest_text = 1'000'000;

}  // namespace

TicketBatchTasks::TicketBatchTasks(const Config& config, Store& store, Directory& directory,
                                   const Templates& templates, TicketSystem& tickets,
                                   std::string worker, const std::string& search_address)
    : store_(store),
      directory_(directory),
      tickets_(tickets),
      worker_(std::move(worker)),
      attempts_(config),
      texts_{templates, usual_text, search_address} {
  const Section ticket = config.section("ticket");
  texts_.longest = static_cast<std::size_t>(
      ticket.number("longest_text", usual_text, shortest_text, longest_text));
  gather_ = ticket.seconds("gather", 30);
}

int TicketBatchTasks::hand_in() {
  int finished = 0;
  if (attempts_.are_paused()) return finished;
  for (const TicketBatch& each : store_.ticket_batches.due(batches_at_once, gather_)) {
    const auto batch = store_.ticket_batches.lease(each, worker_, attempts_.lease());
    if (batch && hand_in(*batch)) ++finished;
  }
  return finished;
}

bool TicketBatchTasks::hand_in(const TicketBatch& batch) {
  using Kind = TicketOutcome::Kind;
  TicketBatches& batches = store_.ticket_batches;
  std::optional<int> text;
  store_.transact([&] { text = batches.begin_text(batch); });
  if (!text) return false;
  const TicketOutcome outcome = attempts_.make(batch.attempts, [&](bool& asked) {
    Handing handing{batch, *text, asked};
    return hand_in(handing);
  });
  bool is_ours = true;
  if (outcome.kind == Kind::park) {
    store_.transact([&] { is_ours = batches.park(batch, *text, outcome.reason, outcome.wait); });
  } else if (outcome.kind == Kind::retry) {
    store_.transact([&] {
      is_ours = batches.put_off(batch, *text, outcome.wait, outcome.reason, outcome.counts);
    });
  }
  if (is_ours) log_outcome(outcome, "batch", batch.ref);
  return outcome.kind == Kind::finished;
}

/// False when another worker has the batch now.
bool TicketBatchTasks::hand_in(Handing& handing) {
  const TicketBatch& batch = handing.batch;
  handing.ticket = merged_ticket(tickets_, "batch", batch.ref, batch.number);
  // Only the first text is that of the ticket itself: its answer was lost.
  handing.is_told = handing.ticket.number != 0 && batch.number == 0 && handing.text == 1;
  // The ticket may have been deleted before it was told of a retirement.
  const bool is_to_be_told = batch.number != 0 && handing.text != 0;
  const bool is_needed =
      handing.ticket.number != 0 || is_to_be_told || store_.ticket_batches.has_live_phones(batch);
  if (!is_needed) {
    bool is_ours = false;
    store_.transact([&] { is_ours = store_.ticket_batches.not_needed(batch, handing.text); });
    if (is_ours) log("no ticket for retired phones", {{"batch", batch.ref}});
    return is_ours;
  }
  return make_ticket(handing) && tell(handing) && finish(handing);
}

/// Creates the ticket when there is none. False when another worker has the batch now.
bool TicketBatchTasks::make_ticket(Handing& handing) {
  const TicketBatch& batch = handing.batch;
  handing.mail = batch.number == 0 ? mail_of_requestor(batch) : batch.mail;
  if (handing.ticket.number != 0) return true;
  const auto phones = store_.ticket_batches.live_phones(batch, handing.text, texts_.most_phones());
  // The ticket's own text lists only phones that are to have an address.
  const bool has_more_to_tell = store_.ticket_batches.tells_of_retired(batch, handing.text);
  if (!renew(handing)) return false;
  handing.is_new = true;
  handing.is_told = !has_more_to_tell;
  handing.ticket.number = tickets_.create(texts_.ticket_for(batch, phones, handing.mail));
  return true;
}

/// Adds the comment about new and changed phones. False when another worker has the batch now.
bool TicketBatchTasks::tell(Handing& handing) {
  if (handing.is_told || handing.text == 0) return true;
  const TicketBatch& batch = handing.batch;
  const auto phones =
      store_.ticket_batches.phones_in_text(batch, handing.text, texts_.most_phones());
  if (!renew(handing)) return false;
  tickets_.comment(handing.ticket.number, {.key = batch.ref + "/" + std::to_string(handing.text),
                                           .text = texts_.changes(batch, phones)});
  return true;
}

/// Makes sure that the ticket has our marks and, if it is new to us, its requestor. False when
/// another worker has the batch now.
bool TicketBatchTasks::finish(Handing& handing) {
  const TicketBatch& batch = handing.batch;
  const std::int64_t number = handing.ticket.number;
  TicketLeft left{number, {}, handing.mail, batch.requestor};
  if (!handing.ticket.is_merged) {
    std::optional<TicketHandover> handover;
    const bool is_adopted = batch.number == 0 && !handing.is_new;
    if (is_adopted && !handing.mail.empty()) handover.emplace(TicketHandover{{}, handing.mail});
    const EnsuredTicket ensured = tickets_.ensure(number, batch.ref, handover);
    handing.ticket = ensured.ticket;
    if (is_adopted) left.requestor = ensured.requestor;
    if (handing.is_new && !handing.ticket.requestors.empty()) {
      left.requestor = handing.ticket.requestors.front();
    }
  }
  left.status.name = handing.ticket.status;
  bool is_ours = false;
  store_.transact([&] {
    const auto refs = store_.ticket_batches.done(batch, handing.text, left);
    is_ours = refs.has_value();
    if (!is_ours) return;
    std::vector<std::pair<std::string, std::string>> entries;
    for (const std::string& ref : *refs) {
      entries.emplace_back(ref, (handing.is_told ? "ticket " : "comment in ticket ") +
                                    std::to_string(number) + " of the batch " + batch.ref);
    }
    store_.audit_trail.add_each("worker", name(AuditEvent::ticket_created), entries);
  });
  if (is_ours) log("ticket", {{"batch", batch.ref}, {"number", std::to_string(number)}});
  return is_ours;
}

/// Empty when the directory does not know the person who registered the phones.
std::string TicketBatchTasks::mail_of_requestor(const TicketBatch& batch) try {
  if (batch.login.empty()) return "";
  const auto person = directory_.find(batch.login);
  return person ? person->mail : "";
} catch (const Conflict& several) {
  log(Priority::warning, "ticket without requestor",
      {{"batch", batch.ref}, {"why", several.what()}});
  return "";
}

/// Before each request that has an effect.
bool TicketBatchTasks::renew(Handing& handing) {
  if (!store_.ticket_batches.renew(handing.batch, attempts_.lease())) return false;
  handing.asked = true;
  return true;
}

}  // namespace spaconf

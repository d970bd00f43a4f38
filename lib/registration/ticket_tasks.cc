// Creates tickets, adds comments and reads ticket states.
// The ticket system has no request keys, so the worker searches for a ticket before it creates one.
// After a request with an unknown outcome it waits until the ticket system has certainly finished
// before it searches again. In doubt it creates nothing.
#include "registration/ticket_tasks.h"

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "registration/audit_events.h"
#include "registration/merged_ticket.h"
#include "registration/ticket_texts.h"

namespace spaconf {
namespace {

/// A ticket takes most of a second, and profiles must not wait for many of them.
constexpr int tickets_at_once = 1, tickets_looked_at_at_once = 100;
/// How many phones of one ticket are settled in one transaction; the rest is left to the next
/// sweep.
constexpr int settled_at_once = 100;

/// The key by which a text in a ticket is found again.
std::string comment_key(const Task& task) {
  return task.ref + "/" + std::to_string(task.generation);
}

}  // namespace

TicketTasks::TicketTasks(const Config& config, Store& store, const Templates& templates,
                         TicketSystem& tickets, std::string worker, bool mails)
    : store_(store),
      templates_(templates),
      tickets_(tickets),
      worker_(std::move(worker)),
      attempts_(config),
      mails_(mails) {
  const Section ticket = config.section("ticket");
  if (ticket.has("done")) done_ = ticket.one_or_more("done");
}

int TicketTasks::hand_in() {
  int finished = 0;
  for (const Task& task : store_.tasks.due(TaskKind::ticket, tickets_at_once)) {
    if (attempts_.are_paused()) break;
    if (store_.tasks.lease(task, worker_, attempts_.lease()) && hand_in(task)) ++finished;
  }
  return finished;
}

bool TicketTasks::hand_in(const Task& task) {
  using Kind = TicketOutcome::Kind;
  const TicketOutcome outcome =
      attempts_.make(task.attempts, [&](bool& asked) { return hand_in(task, asked); });
  log_outcome(outcome, "ref", task.ref);
  if (outcome.kind == Kind::park) store_.tasks.park(task, outcome.reason, outcome.wait);
  if (outcome.kind == Kind::retry) {
    store_.tasks.put_off(task, outcome.wait, outcome.reason, outcome.counts);
  }
  return outcome.kind == Kind::finished;
}

/// False when another worker has the task now.
bool TicketTasks::hand_in(const Task& task, bool& asked) {
  const auto record = store_.registrations.find(task.ref);
  if (!record) return false;
  Handing handing{task, *record, merged_ticket(tickets_, "ref", record->ref, record->ticket_number),
                  asked};
  if (handing.ticket.number == 0 && !record->is_live() && record->ticket_number == 0) {
    store_.tickets.not_needed(task);
    log("no ticket for a retired phone", {{"ref", record->ref}});
    return true;
  }
  if (!make_ticket(handing) || !tell(handing)) return false;
  finish(handing);
  return true;
}

/// Creates the ticket when there is none. False when another worker has the task now.
bool TicketTasks::make_ticket(Handing& handing) {
  handing.is_told = handing.task.note.empty();
  if (handing.ticket.number != 0) return true;
  if (!store_.tasks.renew(handing.task, worker_, attempts_.lease())) return false;
  handing.asked = handing.is_new = true;
  handing.ticket.number = tickets_.create(ticket_for(templates_, handing.record));
  // A new ticket describes the current state, so it needs no comment, except about a retirement.
  handing.is_told = handing.is_told || handing.record.is_live();
  return true;
}

/// Adds the comment about the changes. False when another worker has the task now.
bool TicketTasks::tell(Handing& handing) {
  const Task& task = handing.task;
  if (const auto former = former_person(handing)) {
    if (!store_.tasks.renew(task, worker_, attempts_.lease())) return false;
    handing.asked = true;
    tickets_.comment(handing.ticket.number,
                     {.key = task.ref + "/moved-" + std::to_string(former->version),
                      .text = text_for_former_person(templates_, handing.record, *former),
                      .audience = Audience::requestor});
  }
  if (handing.is_told) return true;
  if (!store_.tasks.renew(task, worker_, attempts_.lease())) return false;
  handing.asked = true;
  tickets_.comment(handing.ticket.number, {.key = comment_key(task), .text = task.note});
  return true;
}

/// The former person who is still to be removed from the ticket; empty when there is none.
std::optional<Revision> TicketTasks::former_person(const Handing& handing) {
  const Record& record = handing.record;
  const bool stays = lower(record.ticket_mail) == lower(record.person.mail);
  if (handing.is_new || handing.ticket.is_merged || record.ticket_mail.empty() || stays) return {};
  for (const Revision& former : store_.revisions.of(record)) {
    if (lower(former.person.mail) != lower(record.ticket_mail)) continue;
    if (former.person.login == record.person.login) return {};
    return former;
  }
  return {};
}

/// Makes sure that the ticket has our marks and the phone's person as requestor, and records its
/// status.
void TicketTasks::finish(Handing& handing) {
  const Record& record = handing.record;
  const std::int64_t number = handing.ticket.number;
  TicketLeft left{number, {}, record.person.mail, ""};
  if (handing.ticket.is_merged) {
    // People have merged it into another ticket, whose marks and requestors we must not change.
    left.mail = record.ticket_mail, left.requestor = record.ticket_requestor;
  } else {
    const auto handover = handover_of(handing);
    const EnsuredTicket ensured = tickets_.ensure(number, record.ref, handover);
    handing.ticket = ensured.ticket;
    left.requestor = handing.is_new ? named_requestor(handing)
                     : handover     ? ensured.requestor
                                    : record.ticket_requestor;
  }
  left.status.name = handing.ticket.status;
  if (!handing.is_new) {
    const auto now = tickets_.status({number});
    if (auto found = now.find(number); found != now.end() && found->second) {
      left.status = *found->second;
    }
  }
  store_.transact([&] {
    const bool is_newly_settled = store_.tickets.done(handing.task, left);
    tell_of(left.status, record.id, is_newly_settled);
    store_.audit_trail.add(
        "worker", name(AuditEvent::ticket_created), record.ref,
        (handing.task.note.empty() ? "ticket " : "comment in ticket ") + std::to_string(number));
  });
  log("ticket", {{"ref", record.ref}, {"number", std::to_string(number)}});
}

/// The requestor of a new ticket as the ticket system spells their address.
std::string TicketTasks::named_requestor(const Handing& handing) {
  const std::string& mail = handing.record.person.mail;
  const auto& there = handing.ticket.requestors;
  if (there.empty() && !mail.empty()) {
    log(Priority::warning, "the ticket system refused the requestor",
        {{"ref", handing.record.ref}, {"mail", mail}});
  }
  const bool is_there = std::ranges::any_of(
      there, [&](const std::string& each) { return lower(each) == lower(mail); });
  return is_there || there.empty() ? mail : there.front();
}

/// The change of the requestor; empty when there is none. Requestors that people have added in the
/// ticket system remain.
std::optional<TicketHandover> TicketTasks::handover_of(const Handing& handing) {
  const Record& record = handing.record;
  const std::string& mail = record.person.mail;
  if (handing.is_new || lower(record.ticket_mail) == lower(mail)) return {};
  TicketHandover handover{{record.ticket_mail, record.ticket_requestor}, mail};
  if (record.ticket_mail.empty()) {
    for (const Revision& former : store_.revisions.of(record)) {
      handover.formers.push_back(former.person.mail);
    }
  }
  std::erase_if(handover.formers, [&](const std::string& each) {
    return each.empty() || lower(each) == lower(mail);
  });
  return handover;
}

void TicketTasks::note_status(std::int64_t number, const std::optional<TicketStatus>& status) {
  if (!status) return store_.tickets.not_found_out(number);
  if (!status->is_settled) return store_.tickets.still_open(number, status->name);
  store_.transact([&] {
    for (const std::int64_t registration :
         store_.tickets.settled(number, status->name, settled_at_once)) {
      tell_of(*status, registration, true);
    }
  });
}

/// Tells programs and the person, inside the open transaction. Staff also settle a ticket when
/// they reject or delete it, which is nothing to tell the person.
void TicketTasks::tell_of(const TicketStatus& status, std::int64_t registration,
                          bool is_newly_settled) {
  if (is_newly_settled) store_.events.add(EventType::ticket_settled, registration);
  if (std::ranges::count(done_, status.name) > 0) {
    store_.mails.ticket_settled(registration, mails_);
  }
}

void TicketTasks::look_after() {
  const auto open = store_.tickets.open(tickets_looked_at_at_once);
  if (open.empty() || attempts_.are_paused()) return;
  try {
    for (const auto& [number, status] : tickets_.status(open)) note_status(number, status);
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    log(Priority::warning, "ticket system backing off", {{"why", error.what()}});
    attempts_.pause();
  }
}

}  // namespace spaconf

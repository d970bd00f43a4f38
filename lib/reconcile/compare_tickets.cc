// Compares registrations with the ticket system's tickets.
// Each registration, and each batch of registrations, must have one ticket, with our marks and its
// person as requestor, and each ticket with our mark must have a registration or a batch. A call to
// the ticket system is slow, so all tickets are read first, a hundred at a time, and only
// differences are checked again.
#include <algorithm>
#include <functional>
#include <map>

#include "base/text.h"
#include "reconcile/comparison.h"

namespace spaconf {
namespace {

constexpr int registrations_at_once = 1000, batches_at_once = 1000;

using Tickets = std::vector<Ticket>;

std::string number_of(const Ticket& ticket) { return "ticket " + std::to_string(ticket.number); }

/// What our tables say about a ticket.
struct Expected {
  std::string ref;  ///< The registration's, or the batch's
  std::int64_t number;
  bool is_needed;  ///< Phones that are retired need no ticket
  std::string mail, asked_mail, asked_requestor;
};

class TicketComparison {
 public:
  TicketComparison(Comparison& comparison, TicketSystem& tickets)
      : comparison_(comparison), store_(comparison.store()), system_(tickets) {}

  void read() {
    for (const Ticket& each : system_.list()) {
      if (!each.in_field.empty()) tickets_[each.in_field].push_back(each);
      if (!each.in_subject.empty() && each.in_subject != each.in_field) {
        tickets_[each.in_subject].push_back(each);
      }
    }
  }

  void registrations() {
    for (std::int64_t after = 0;;) {
      const auto page = store_.tickets.idle_after(after, registrations_at_once);
      if (page.empty()) return;
      after = page.back().id;
      for (const Record& record : page) {
        compare(expected(record), [&] { recheck_locked(record); });
      }
    }
  }

  void batches() {
    for (std::int64_t after = 0;;) {
      const auto page = store_.ticket_batches.idle_after(after, batches_at_once);
      if (page.empty()) return;
      after = page.back().id;
      for (const TicketBatch& batch : page) {
        compare(expected(batch), [&] { recheck_locked(batch); });
      }
    }
  }

  void orphans() {
    for (const auto& [ref, tickets] : tickets_) {
      // Both are created before their tickets and are never deleted.
      if (store_.registrations.has(ref) || store_.ticket_batches.has(ref)) continue;
      for (const Ticket& each : tickets) {
        comparison_.recheck_locked([&] {
          return Recheck{.finding = {rule::orphaned_ticket, number_of(each),
                                     "it carries our mark for " + ref}};
        });
      }
    }
  }

 private:
  /// Compares what our tables say with the tickets that were read, and rechecks a difference.
  void compare(const Expected& record, const std::function<void()>& recheck) {
    const auto found = tickets_.extract(record.ref);
    if (!fault(record, found ? found.mapped() : Tickets())) return;
    try {
      recheck();
    } catch (const TicketRefused& refused) {
      comparison_.not_checked(record.ref + ": " + refused.what());
    }
  }

  Expected expected(const TicketBatch& batch) {
    return {batch.ref,  batch.number, store_.ticket_batches.has_live_phones(batch),
            batch.mail, batch.mail,   batch.requestor};
  }
  static Expected expected(const Record& record) {
    return {record.ref,         record.ticket_number, record.state != RegistrationState::retired,
            record.person.mail, record.ticket_mail,   record.ticket_requestor};
  }

  /// The difference between what should be and the tickets; empty when there is none.
  static std::optional<Finding> fault(const Expected& record, const Tickets& tickets) {
    const auto is = [&](const ConsistencyRule& kind, const std::string& sentence) {
      return Finding{kind, record.ref, sentence};
    };
    if (tickets.empty()) {
      if (!record.is_needed) return {};
      return is(rule::ticket_missing, "ticket " + std::to_string(record.number) + " is missing");
    }
    const Ticket& ticket = tickets.front();
    if (tickets.size() > 1) {
      return is(rule::ticket_twice, number_of(tickets[1]) + " is also for it, besides " +
                                        std::to_string(ticket.number));
    }
    if (ticket.number != record.number) {
      return is(rule::ticket_number_differs,
                number_of(ticket) + " is for it, not " + std::to_string(record.number));
    }
    if (ticket.in_subject != record.ref || ticket.in_field != record.ref) {
      return is(rule::ticket_unmarked,
                number_of(ticket) + " has lost our mark in its subject or field");
    }
    if (!is_in_the_name_of_its_person(ticket, record)) {
      return is(rule::ticket_requestor,
                number_of(ticket) + " does not have the requestor " + record.mail);
    }
    return {};
  }

  /// The ticket system may spell an address in its own way.
  static bool is_in_the_name_of_its_person(const Ticket& ticket, const Expected& record) {
    const bool is_known = lower(record.asked_mail) == lower(record.mail);
    return has_requestor(ticket, record.mail) || (is_known && !record.asked_requestor.empty() &&
                                                  has_requestor(ticket, record.asked_requestor));
  }

  static bool has_requestor(const Ticket& ticket, const std::string& mail) {
    return mail.empty() || std::ranges::any_of(ticket.requestors, [&](const std::string& each) {
             return lower(each) == lower(mail);
           });
  }

  /// The current difference, by asking the ticket system for this registration alone.
  std::optional<Finding> fault_now(const Record& record) {
    // It may have lost both marks, be in another queue, or be merged into another ticket.
    const Tickets tickets = system_.find(record.ref, record.ticket_number);
    if (!tickets.empty() && tickets.front().is_merged) return {};
    const auto wrong = fault(expected(record), tickets);
    const bool is_requestor = wrong && wrong->kind == rule::ticket_requestor;
    if (!is_requestor || !is_of_former_person(record, tickets.front())) return wrong;
    return Finding{rule::ticket_former_person, record.ref, wrong->sentence};
  }

  /// Does the ticket still have a former person, because it was not given to the new one? A former
  /// person who was added again later is not reported.
  bool is_of_former_person(const Record& record, const Ticket& ticket) {
    if (lower(record.ticket_mail) == lower(record.person.mail)) return false;
    const auto revisions = store_.revisions.of(record);
    return std::ranges::any_of(revisions, [&](const Revision& former) {
      return !former.person.mail.empty() && has_requestor(ticket, former.person.mail);
    });
  }

  void recheck_locked(const Record& record) {
    // The row is not locked during the call to the ticket system, but must be unchanged afterwards.
    const auto wrong = fault_now(record);
    if (!wrong) return;
    comparison_.recheck_locked([&]() -> std::optional<Recheck> {
      if (!store_.registrations.lock(record.id) || !store_.tickets.is_as_before(record)) {
        return {};
      }
      return Recheck{.finding = *wrong, .ref = record.ref, .repair = [this, &record, &wrong] {
                       if (wrong->kind == rule::ticket_missing) {
                         store_.tickets.lost(record.id);
                       }
                       store_.tickets.enqueue(record.id);
                     }};
    });
  }

  /// The same for a batch.
  void recheck_locked(const TicketBatch& batch) {
    const Tickets tickets = system_.find(batch.ref, batch.number);
    if (!tickets.empty() && tickets.front().is_merged) return;
    const auto wrong = fault(expected(batch), tickets);
    if (!wrong) return;
    comparison_.recheck_locked([&]() -> std::optional<Recheck> {
      if (!store_.ticket_batches.lock_if_idle(batch)) return {};
      return Recheck{.finding = *wrong, .repair = [this, &batch, &wrong] {
                       if (wrong->kind == rule::ticket_missing) {
                         store_.ticket_batches.lost(batch);
                       } else {
                         store_.ticket_batches.check(batch);
                       }
                     }};
    });
  }

  Comparison& comparison_;
  Store& store_;
  TicketSystem& system_;
  std::map<std::string, Tickets>
      tickets_;  // by our reference; in the end those without a registration
};

}  // namespace

void compare_tickets(Comparison& comparison, TicketSystem& tickets) {
  TicketComparison all(comparison, tickets);
  all.read();
  all.registrations();
  all.batches();
  all.orphans();
}

}  // namespace spaconf

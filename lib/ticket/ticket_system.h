// The interface of ticket systems, and the one that [ticket] names.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/config.h"

namespace spaconf {

/// A ticket to create. Texts are UTF-8.
struct NewTicket {
  std::string reference;  ///< Ours: spaconf finds the ticket by it
  std::string subject;    ///< Of any length; the ticket system adds the reference
  std::string requestor;  ///< A mail address, or empty
  std::string text;
};

/// A ticket as the ticket system has it.
struct Ticket {
  std::int64_t number;
  std::string status;  ///< In the ticket system's words: "new", "open", "resolved"
  std::vector<std::string>
      requestors;  ///< Mail addresses, and the ticket system's names of the same people
  /// Our references that it carries, in its subject and in its field; empty where it has none.
  std::string in_subject = {}, in_field = {};
  /// It was merged into another ticket, whose status and marks these are.
  bool is_merged = false;
};

/// A change of requestors.
struct TicketHandover {
  std::vector<std::string> formers;  ///< Mail addresses of those to remove
  std::string mail;                  ///< Of the new requestor; empty when there is none
};

/// The result of ensure().
struct EnsuredTicket {
  Ticket ticket;
  /// After a handover, the new requestor's address as the ticket system spells it; empty when
  /// unknown.
  std::string requestor = {};
};

/// The readers of a comment.
enum class Audience {
  staff,     ///< Only those who work on the ticket
  requestor  ///< Also its requestor
};

/// A text that is added to a ticket only once.
struct TicketComment {
  std::string key;  ///< Identifies the comment: "k3v9tq7x2m/2"
  std::string text;
  Audience audience = Audience::staff;
};

/// The status of a ticket.
struct TicketStatus {
  std::string name;         ///< In the ticket system's words
  bool is_settled = false;  ///< The ticket system's own rules count it as done
};

/// The ticket system refuses this ticket; a retry is useless.
class TicketRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The ticket system answered but did not carry out the request. A retry may succeed.
class NotCarriedOut : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A text from outside with its brackets replaced, so that it contains no mark of ours or of the
/// ticket system: "Bob [spaconf k3v9tq7x2m]" becomes "Bob (spaconf k3v9tq7x2m)".
std::string without_marks(const std::string& text);

/// A ticket system. Without a clear answer every function throws
/// Unavailable("ticket system", …): the request may have been carried out or not.
class TicketSystem {
 public:
  virtual ~TicketSystem() = default;
  /// Creates a ticket and returns its number. Throws TicketRefused.
  virtual std::int64_t create(const NewTicket& ticket) = 0;
  /// All tickets with our reference, in their field or as the last mark in their subject, that
  /// are not merged into another, oldest first. If there is none, the ticket with this number,
  /// unless that does not exist or is deleted; 0 means none. Throws TicketRefused when spaconf
  /// may not see it.
  virtual std::vector<Ticket> find(const std::string& reference, std::int64_t number) = 0;
  /// All tickets that carry any reference of ours and are not merged into another, oldest
  /// first: one call for each hundred.
  virtual std::vector<Ticket> list() = 0;
  /// Ensures that the ticket carries our reference in subject and field, and carries out the
  /// handover if there is one. Throws TicketRefused and NotCarriedOut.
  virtual EnsuredTicket ensure(std::int64_t number, const std::string& reference,
                               const std::optional<TicketHandover>& handover) = 0;
  /// Merges the duplicate of a ticket into it. Throws NotCarriedOut.
  virtual void merge(std::int64_t duplicate, std::int64_t into) = 0;
  /// Adds the text unless the ticket already has a text of ours with this key. A comment for the
  /// staff reopens a settled ticket. If it is uncertain whether the text is there, adds nothing.
  /// Throws TicketRefused and NotCarriedOut.
  virtual void comment(std::int64_t number, const TicketComment& comment) = 0;
  /// The status of up to a hundred tickets, or of those they were merged into; empty for a ticket
  /// that does not exist or that spaconf may not see. A number that is missing in the result was
  /// not looked at this time: ask for it again.
  virtual std::map<std::int64_t, std::optional<TicketStatus>> status(
      const std::vector<std::int64_t>& numbers) = 0;
  /// Checks that the ticket system can be used, and returns its address and queue in words.
  virtual std::string check() = 0;
};

/// Returns the address of the page that shows a ticket.
using TicketAddress = std::function<std::string(std::int64_t number)>;

/// One kind of ticket system.
struct TicketSystemKind {
  const char* name;  ///< As `system` of [ticket] has it
  std::unique_ptr<TicketSystem> (*make)(const Section& ticket);
  /// Reads no secret, because pages call it and only the worker may read the token.
  TicketAddress (*address)(const Section& ticket);
};

/// All kinds.
std::span<const TicketSystemKind> ticket_systems();

/// The ticket system that [ticket] names. It connects at the first request. Throws Misconfigured.
std::unique_ptr<TicketSystem> make_ticket_system(
    const Section& ticket, std::span<const TicketSystemKind> kinds = ticket_systems());
/// The addresses of its tickets. Throws Misconfigured.
TicketAddress make_ticket_address(const Section& ticket,
                                  std::span<const TicketSystemKind> kinds = ticket_systems());

}  // namespace spaconf

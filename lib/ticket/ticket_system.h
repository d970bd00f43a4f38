// The ticket system: what every one can do, and the one that [ticket] names.
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

/// A request as the ticket system is to get it. Texts are UTF-8.
struct NewTicket {
  std::string reference;  ///< Ours: how the ticket is found again
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
  /// People have made it one with another ticket, whose status and marks these are.
  bool is_merged = false;
};

/// The requestors who leave a ticket, and the one who comes.
struct TicketHandover {
  std::vector<std::string> formers;  ///< Mail addresses
  std::string mail;                  ///< Empty when nobody comes
};

/// A ticket as it has been made to be.
struct EnsuredTicket {
  Ticket ticket;
  /// After a handover the new requestor's address as the ticket system spells it; empty when that
  /// is not known.
  std::string requestor = {};
};

/// Who gets a text that we add to a ticket.
enum class Audience {
  staff,     ///< Those who work on it, and not its requestor
  requestor  ///< Its requestor, too
};

/// A text that is added to a ticket once.
struct TicketComment {
  std::string key;  ///< How it is found again: "k3v9tq7x2m/2"
  std::string text;
  Audience audience = Audience::staff;
};

/// How a ticket stands.
struct TicketStatus {
  std::string name;  ///< In the ticket system's words
  bool is_settled =
      false;  ///< By the ticket system's own rules nobody needs to look at it any more
};

/// The ticket system will never take this ticket, however often it is asked.
class TicketRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The ticket system answered, but did not do what it was asked for. It may when it is asked again.
class NotCarriedOut : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A text from outside without brackets, so that it has no mark in it, neither ours nor one of
/// the ticket system's own: "Bob [spaconf k3v9tq7x2m]" is "Bob (spaconf k3v9tq7x2m)".
std::string without_marks(const std::string& text);

/// What a ticket system can do. Anything but a clear answer is thrown as
/// Unavailable("ticket system", …): then nobody knows what the ticket system did.
class TicketSystem {
 public:
  virtual ~TicketSystem() = default;
  /// Hands one in and gives its number. Throws TicketRefused.
  virtual std::int64_t create(const NewTicket& ticket) = 0;
  /// All tickets with our reference, in their field or as the last mark in their subject, that
  /// are not merged into another, oldest first. When there is none, the ticket of that number;
  /// nothing when that is not there either, or was thrown away. Number 0 is none. Throws
  /// TicketRefused when it is not ours to see.
  virtual std::vector<Ticket> find(const std::string& reference, std::int64_t number) = 0;
  /// All tickets that carry any reference of ours and are not merged into another, oldest
  /// first: one call for each hundred.
  virtual std::vector<Ticket> list() = 0;
  /// Makes sure that the ticket carries our reference in subject and field and, where there is a
  /// handover, takes the former requestors out of it and the new one in. Throws TicketRefused and
  /// NotCarriedOut.
  virtual EnsuredTicket ensure(std::int64_t number, const std::string& reference,
                               const std::optional<TicketHandover>& handover) = 0;
  /// Makes one ticket of two that are about the same phone. Throws NotCarriedOut.
  virtual void merge(std::int64_t duplicate, std::int64_t into) = 0;
  /// Adds the text unless one of our own with its key is there already. What is for the staff opens
  /// a ticket again that was settled. In any doubt nothing is said. Throws TicketRefused and
  /// NotCarriedOut.
  virtual void comment(std::int64_t number, const TicketComment& comment) = 0;
  /// How at most a hundred tickets stand, or those they were merged into; empty for one that is not
  /// there or not ours to see. A number that the answer does not have was not looked at this time:
  /// ask for it again.
  virtual std::map<std::int64_t, std::optional<TicketStatus>> status(
      const std::vector<std::int64_t>& numbers) = 0;
  /// Asks the ticket system who it is, and whether we may use it; says what was found.
  virtual std::string check() = 0;
};

/// Where people look at a ticket: its number to the address of a page.
using TicketAddress = std::function<std::string(std::int64_t number)>;

/// One kind of ticket system.
struct TicketSystemKind {
  const char* name;  ///< As `system` of [ticket] has it
  std::unique_ptr<TicketSystem> (*make)(const Section& ticket);
  /// Reads no secret: pages ask for it, and only the worker may read the token.
  TicketAddress (*address)(const Section& ticket);
};

/// All kinds.
std::span<const TicketSystemKind> ticket_systems();

/// The ticket system that [ticket] names. Connects when it is first asked. Throws Misconfigured.
std::unique_ptr<TicketSystem> make_ticket_system(
    const Section& ticket, std::span<const TicketSystemKind> kinds = ticket_systems());
/// The addresses of its tickets. Throws Misconfigured.
TicketAddress make_ticket_address(const Section& ticket,
                                  std::span<const TicketSystemKind> kinds = ticket_systems());

}  // namespace spaconf

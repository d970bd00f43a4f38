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

/// A ticket system for tickets. Anything but a clear answer is thrown as
/// Unavailable("ticket system", …): then nobody knows what the ticket system did.
class TicketSystem {
 public:
  virtual ~TicketSystem() = default;
  /// All tickets with our reference, in their field or as the last mark in their subject, that
  /// are not merged into another, oldest first.
  virtual std::vector<Ticket> find(const std::string& reference) = 0;
  /// All tickets that carry any reference of ours and are not merged into another, oldest
  /// first: one call for each hundred.
  virtual std::vector<Ticket> list_ours() = 0;
  /// The ticket of that number, or the one it was merged into. Empty when there is none, or
  /// it was thrown away. Throws TicketRefused when it is not ours to see.
  virtual std::optional<Ticket> get(std::int64_t number) = 0;
  /// Hands one in and gives its number. Throws TicketRefused.
  virtual std::int64_t create(const NewTicket& ticket) = 0;
  /// Makes sure that the ticket carries our reference in subject and field, and gives it.
  /// Throws TicketRefused and NotCarriedOut.
  virtual Ticket ensure_marked(std::int64_t number, const std::string& reference) = 0;
  /// Says the text in the ticket to those who work on it, and not to its requestor, unless a
  /// text of our own with this mark stands there already: "[spaconf k3v9tq7x2m/2]". A ticket that
  /// was settled is open again. In any doubt nothing is said. Throws TicketRefused and
  /// NotCarriedOut.
  virtual void comment(std::int64_t number, const std::string& mark, const std::string& text) = 0;
  /// Says the text to the ticket's requestor, likewise once.
  virtual void reply(std::int64_t number, const std::string& mark, const std::string& text) = 0;
  /// Takes the requestors with the addresses `formers` out of the ticket and makes `mail` one;
  /// either may be empty. Gives the new one's address as the ticket system spells it, empty when
  /// that is not known. Throws TicketRefused and NotCarriedOut.
  virtual std::string hand_over(std::int64_t number, const std::vector<std::string>& formers,
                                const std::string& mail) = 0;
  /// How at most a hundred tickets stand, in two calls. One that was merged into another, thrown
  /// away or is not ours to see is left out.
  virtual std::map<std::int64_t, TicketStatus> statuses(
      const std::vector<std::int64_t>& numbers) = 0;
  /// How one ticket stands, or the one it was merged into; empty when it is not there or not
  /// ours to see.
  virtual std::optional<TicketStatus> status(std::int64_t number) = 0;
  /// Makes one ticket of two that are about the same phone. Throws NotCarriedOut.
  virtual void merge(std::int64_t duplicate, std::int64_t into) = 0;
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

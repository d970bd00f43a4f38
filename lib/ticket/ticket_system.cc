// The table of ticket systems: one row and one file for each kind.
#include "ticket/ticket_system.h"

#include "base/text.h"

namespace spaconf {

std::unique_ptr<TicketSystem> make_rt(const Section& ticket);
TicketAddress make_rt_address(const Section& ticket);

namespace {

constexpr TicketSystemKind all_kinds[] = {
    {"rt", make_rt, make_rt_address},  // Request Tracker, REST 2
};

const TicketSystemKind& kind_of(const Section& ticket, std::span<const TicketSystemKind> kinds) {
  const std::string name = ticket.text("system");
  for (const TicketSystemKind& kind : kinds) {
    if (name == kind.name) return kind;
  }
  ticket.wrong("system", "unknown ticket system \"" + name + "\"");
}

}  // namespace

std::span<const TicketSystemKind> ticket_systems() { return all_kinds; }

std::string without_marks(const std::string& text) {
  std::string unmarked = text;
  int open = 0;
  for (char& c : unmarked) {
    if (c == '[') {
      c = '(';
      ++open;
    } else if (c == ']' && open > 0) {
      c = ')';
      --open;
    }
  }
  return unmarked;
}

std::unique_ptr<TicketSystem> make_ticket_system(const Section& ticket,
                                                 std::span<const TicketSystemKind> kinds) {
  return kind_of(ticket, kinds).make(ticket);
}

TicketAddress make_ticket_address(const Section& ticket, std::span<const TicketSystemKind> kinds) {
  TicketAddress address = kind_of(ticket, kinds).address(ticket);
  ticket.leave_the_rest();
  return address;
}

}  // namespace spaconf

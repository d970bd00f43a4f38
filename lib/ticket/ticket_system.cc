// The table of ticket systems: one row and one file for each kind.
#include "ticket/ticket_system.h"

#include "base/text.h"

namespace spaconf {

std::unique_ptr<TicketSystem> make_rt(const Section& ticket);

namespace {

struct TicketSystemKind {
  const char* name;
  std::unique_ptr<TicketSystem> (*make)(const Section&);
};

constexpr TicketSystemKind kinds[] = {
    {"rt", make_rt},  // Request Tracker, REST 2
};

}  // namespace

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

std::unique_ptr<TicketSystem> make_ticket_system(const Section& ticket) {
  std::string name = ticket.text("system");
  for (const TicketSystemKind& kind : kinds) {
    if (name == kind.name) return kind.make(ticket);
  }
  ticket.wrong("system", "unknown ticket system \"" + name + "\"");
}

}  // namespace spaconf

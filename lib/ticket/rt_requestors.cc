// Sets the list of requestors and reads it back.
// Request Tracker creates a user for an unknown address, and may know an address in another
// spelling.
#include "ticket/rt_requestors.h"

#include <algorithm>

#include "base/error.h"
#include "ticket/rt_ticket.h"

namespace spaconf::rt {
namespace {

struct Requestor {
  std::string name, mail;  ///< `name` is the user's name in Request Tracker
};

/// The spelling of the address among the requestors `now`; `wanted` is the list that was sent.
std::string spelling_of(const std::string& mail, const std::vector<std::string>& wanted,
                        const std::vector<Requestor>& now) {
  if (mail.empty()) return "";
  for (const Requestor& each : now) {
    if (is_same(mail, each.mail) || is_same(mail, each.name)) return each.mail;
  }
  for (const Requestor& each : now) {
    if (std::ranges::find(wanted, each.name) == wanted.end()) return each.mail;
  }
  return now.size() == 1 ? now.front().mail : "";
}

std::vector<Requestor> requestors(Connection& connection, std::int64_t number) {
  std::vector<Requestor> found;
  const Json tickets =
      connection.search(any_of({number}), "Requestor&fields%5BRequestor%5D=EmailAddress");
  if (tickets.size() != 1) {
    throw Unavailable(service, "rt: ticket " + std::to_string(number) + " is not found");
  }
  for (const Json& each : tickets[0].value("Requestor", Json::array())) {
    const std::string name = text_of(each, "id"), mail = text_of(each, "EmailAddress");
    found.push_back({name, mail.empty() ? name : mail});
  }
  return found;
}

}  // namespace

std::string hand_over(Connection& connection, std::int64_t number, const TicketHandover& handover) {
  const std::string& mail = handover.mail;
  std::vector<std::string> wanted;
  for (const Requestor& each : requestors(connection, number)) {
    const bool goes = std::ranges::any_of(handover.formers, [&](const std::string& former) {
      return is_same(former, each.mail) || is_same(former, each.name);
    });
    if (!goes) wanted.push_back(each.name);
  }
  if (!mail.empty()) wanted.push_back(mail);
  const std::string messages = connection.change(number, {{"Requestor", wanted}});
  const auto now = requestors(connection, number);
  if (now.size() > wanted.size() || (now.empty() && !wanted.empty())) {
    throw not_done(number, "does not change its requestors", messages);
  }
  return spelling_of(mail, wanted, now);
}

}  // namespace spaconf::rt

// Groups the contacts of an account by address and User-Agent.
// A phone that has lost its connection registers again from another port, and the exchange keeps
// the old contact until it expires.
#include "pages/contacts_part.h"

#include <algorithm>

#include "pages/time_element.h"
#include "phone/user_agent.h"
#include "status/status.h"

namespace spaconf {
namespace {

constexpr std::size_t most_groups = 3;

/// Contacts that look the same to a reader.
struct Group {
  const Contact* latest;
  std::int64_t count;
};

std::vector<Group> grouped(const std::vector<Contact>& contacts) {
  std::vector<Group> groups;
  for (const Contact& contact : contacts) {
    const auto same = std::ranges::find_if(groups, [&](const Group& each) {
      return host_of(each.latest->uri) == host_of(contact.uri) &&
             each.latest->user_agent == contact.user_agent;
    });
    if (same == groups.end()) {
      groups.push_back({&contact, 1});
      continue;
    }
    ++same->count;
    if (contact.since > same->latest->since) same->latest = &contact;
  }
  return groups;
}

/// The other model that the contact belongs to; nullptr when the contact may be a phone that was
/// registered with this account.
const Model* model_instead(const Contact& contact, const std::vector<const Model*>& registered) {
  const auto agent = parse_user_agent(contact.user_agent);
  if (!agent || std::ranges::find(registered, agent->model) != registered.end()) return nullptr;
  return agent->model;
}

}  // namespace

void fill_contacts(Values& line, const std::vector<Contact>& contacts,
                   const std::vector<const Model*>& registered, const Model& wanted) {
  if (contacts.empty()) line.show("OFF_LINE");
  const auto groups = grouped(contacts);
  auto more = static_cast<std::int64_t>(contacts.size());
  for (std::size_t i = 0; i < std::min(groups.size(), most_groups); ++i) {
    const auto& [latest, count] = groups[i];
    more -= count;
    Values row = line.add("ON_LINE");
    if (count == 1) row.show("ONCE");
    if (count > 1) row.add("TIMES").set("COUNT", count);
    set_time(row, "SINCE", latest->since);
    row.set("CONTACT", latest->uri);
    row.set("USER_AGENT", latest->user_agent);
    if (const Model* other = model_instead(*latest, registered)) {
      Values instead = row.add("OTHER_MODEL");
      instead.set("THIS", other->label);
      instead.set("REGISTERED", wanted.label);
    }
  }
  if (more > 0) line.add("MORE_CONTACTS").set("COUNT", more);
}

}  // namespace spaconf

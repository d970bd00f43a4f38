// Combines the observations in our tables with the exchange's contacts.
#include "status/phone_observations.h"

namespace spaconf {

PhoneObservations observe(Observations& observations, const Fetches& fetches, const Record& record,
                          const std::vector<Contact>& contacts) {
  Observed observed = observations.of(record.id);
  PhoneObservations seen;
  seen.fetches_are_known = fetches.are_known() && record.wanted.mac;
  if (!observed.fetched_at.empty()) {
    seen.fetched = Fetched{observed.fetched_at, observed.fetched_from};
  }
  seen.on_line_since = observed.online_since;
  seen.missing_since = observed.missing_since;
  seen.stuck = observed.parked_task;
  seen.stuck_reason = observed.parked_reason;
  seen.now = observed.now;
  if (contacts.empty()) return seen;
  const auto phone = marks_of(record, observed.fetched_from);
  auto [own, doubtful] = contacts_of(contacts, phone, observations.siblings_of(record.id));
  seen.contacts = std::move(own);
  seen.doubtful = std::move(doubtful);
  return seen;
}

}  // namespace spaconf

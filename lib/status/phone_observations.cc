// Combines the observations in our tables with the exchange's contacts.
#include "status/phone_observations.h"

namespace spaconf {

PhoneObservations observe(Observations& observations, const Fetches& fetches, const Record& record,
                          const std::optional<std::vector<Contact>>& contacts) {
  PhoneObservations seen{observations.of(record.id)};
  seen.fetches_are_known = fetches.are_known() && record.wanted.mac;
  seen.contacts_are_known = contacts.has_value();
  if (!contacts || contacts->empty()) return seen;
  const auto phone = marks_of(record, seen.fetched);
  auto [own, doubtful] = contacts_of(*contacts, phone, observations.siblings_of(record.id));
  seen.contacts = std::move(own);
  seen.doubtful = std::move(doubtful);
  return seen;
}

}  // namespace spaconf

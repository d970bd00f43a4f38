// Compares the rows of a batch with one another, and names them as the client does.
#include "api/batch_conflicts.h"

#include "bulk/phone_conflicts.h"

namespace spaconf::api {
namespace {

std::string pointer(int place) { return "/registrations/" + std::to_string(place); }

}  // namespace

RefusedPhones conflicts_within(const std::vector<const RegistrationRequest*>& rows) {
  RefusedPhones refused;
  PhoneConflicts conflicts;
  for (std::size_t place = 0; place < rows.size(); ++place) {
    if (!rows[place]) continue;
    auto problems = conflicts.add(*rows[place], static_cast<int>(place), pointer);
    if (!problems.empty()) refused[place] = {std::move(problems), true};
  }
  return refused;
}

}  // namespace spaconf::api

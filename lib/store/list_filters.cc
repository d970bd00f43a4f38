// The tables of state filters and sort orders of lists.
// A filter or an order more is a row here; each order needs its index in schema.cc.
#include "store/list_filters.h"

#include <array>

#include "base/translation.h"

namespace spaconf {
namespace {

// The conditions are ranges of the index by_state; each phone is in exactly one, apart
// from the first.
constexpr StateFilter state_filter_table[] = {
    {"live", N_("Live"), "state = 'live'", true},
    {"profile-pending", N_("Profile pending"), "state = 'live' AND profile_state = 'pending'",
     true},
    {"adopted", N_("Adopted"), "state = 'live' AND profile_state = 'adopted'", true},
    {"ticket-pending", N_("Ticket pending"),
     "state = 'live' AND profile_state IN ('none', 'done')"
     " AND ticket_state IN ('pending', 'unknown')",
     true},
    {"ticket-parked", N_("Ticket parked"),
     "state = 'live' AND profile_state IN ('none', 'done') AND ticket_state = 'parked'", true},
    {"registered", N_("Registered"),
     "state = 'live' AND profile_state IN ('none', 'done') AND ticket_state IN ('done', 'none')",
     true},
    {"retiring", N_("Being retired"), "state = 'retiring'"},
    {"retired", N_("Retired"), "state = 'retired'"},
};

/// Every language has its own order of names, with a column of its collation.
constexpr std::array<Sorting, 4> sorting_table(std::string_view name_column,
                                               std::string_view name_index) {
  return {{{"newest", N_("Newest"), "id", "PRIMARY", true},
           {"person", N_("Person"), name_column, name_index},
           {"mac", N_("MAC address"), "mac", "by_mac", false, true},
           {"room", N_("Room"), "person_room", "by_room"}}};
}
constexpr auto usual_sortings = sorting_table("person_name", "by_person"),
               czech_sortings = sorting_table("person_name_cs", "by_person_cs");

}  // namespace

std::span<const StateFilter> state_filters() { return state_filter_table; }

const StateFilter* find_state_filter(std::string_view name) {
  for (const StateFilter& each : state_filter_table) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

std::span<const Sorting> sortings() {
  return language().code == "cs" ? czech_sortings : usual_sortings;
}

const Sorting& find_sorting(std::string_view name) {
  for (const Sorting& each : sortings()) {
    if (each.name == name) return each;
  }
  return sortings().front();
}

}  // namespace spaconf

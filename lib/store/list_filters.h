// The filters and sort orders of the list of phones.
#pragma once

#include <span>
#include <string_view>

namespace spaconf {

/// A state of registrations, by which lists are filtered.
struct StateFilter {
  std::string_view name;       ///< As in addresses: "ticket-pending"
  std::string_view label;      ///< As people read it: "Ticket pending"
  std::string_view condition;  ///< In SQL, about a row of registration
  bool is_live = false;        ///< The phones in it are live
};

/// All of them, in the order in which they are shown.
std::span<const StateFilter> state_filters();
/// The filter of that name; nullptr when there is none.
const StateFilter* find_state_filter(std::string_view name);

/// A way to put the phones in order.
struct Sorting {
  std::string_view name;    ///< As in addresses: "person"
  std::string_view label;   ///< As people read it: "Person"
  std::string_view column;  ///< Of registration
  std::string_view index;   ///< Of registration, with the column and then the id
  bool descends = false;
  bool may_be_null = false;  ///< Programs have no MAC; they come first
};

/// All of them, with names in the alphabet of the language in use; the first is the usual one.
std::span<const Sorting> sortings();
/// The one of that name; the usual one when there is none.
const Sorting& find_sorting(std::string_view name);

}  // namespace spaconf

// A search of phones: filter, order, page.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/registration.h"

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

/// All of them; the first is the usual one.
std::span<const Sorting> sortings();
/// The one of that name; the usual one when there is none.
const Sorting& find_sorting(std::string_view name);

/// A search for phones.
struct Search {
  std::string typed;  ///< Words, all of which have to match; empty: any phone
  const StateFilter* state_filter = nullptr;  ///< nullptr: any
  const Model* model = nullptr;               ///< nullptr: any
  const Sorting* sorting = &sortings().front();
  /// Where a page begins: what `after` or `before` of another page was. One of both is empty.
  std::string after, before;
};

/// A page of what was found.
struct Found {
  std::vector<Record> phones;  ///< With their lines, without passwords
  std::string after, before;   ///< The pages on either side; empty where there is none
  int count = 0;               ///< Phones on all pages together, as far as they were counted
  bool are_more = false;       ///< There are more than `count`
};

}  // namespace spaconf

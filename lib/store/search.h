// A search of phones: what is searched for, and a page of what was found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/list_filters.h"
#include "store/registration.h"

namespace spaconf {

/// A search for phones.
struct Search {
  std::string typed;  ///< Words, all of which have to match; empty: any phone
  const StateFilter* state_filter = nullptr;  ///< nullptr: any
  const Model* model = nullptr;               ///< nullptr: any
  /// Exactly this login, MAC or serial number; empty: any.
  std::string login = {};
  std::optional<Mac> mac = {};
  std::string serial = {};
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

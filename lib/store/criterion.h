// The conditions of a search: words, state, model, login and numbers.
#pragma once

#include <string>
#include <vector>

#include "base/sql_fragment.h"
#include "store/search.h"

namespace spaconf {

/// One of the things that are searched for, which alone may have few rows.
struct Criterion {
  SqlFragment rows;  ///< What follows FROM in a statement that counts them
  SqlFragment from;  ///< The FROM clause of a statement that reads their registrations
  std::string id;    ///< In these rows: the column with the registration's number
};

/// One for each word, the model's name, login, MAC, serial number and the state.
std::vector<Criterion> criteria_of(const Search& search);

/// The WHERE clause with everything that is searched for.
SqlFragment conditions_of(const Search& search);

/// True when what is typed, or the serial number, holds no letter and no digit, so that no phone
/// can match.
bool matches_nothing(const Search& search);

/// The first text behind all those that begin with the term. Shape of a term: see search_terms.h.
std::string behind(std::string term);

}  // namespace spaconf

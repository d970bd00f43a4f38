// What rows from before a step of the schema lack, where SQL alone cannot tell it.
#pragma once

#include "base/sql.h"

namespace spaconf {

/// Writes the words of every registration that has none. Cut short, it goes on where it was.
void backfill_search_terms(sql::Connection& database);

}  // namespace spaconf

// Reads engines and the width of passwords from the exchange's tables.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>

#include "account/dialect.h"
#include "base/sql.h"

namespace spaconf {

/// The tables that a dialect changes, as the server describes them.
struct ExchangeTables {
  std::set<std::string> engines;              ///< "InnoDB", "MyISAM"
  std::optional<std::size_t> password_width;  ///< In characters; empty without such a column
};

/// Throws Unavailable("exchange", …) when one of the tables is missing or a view.
ExchangeTables exchange_tables(const Dialect& dialect, sql::Connection& database);

}  // namespace spaconf

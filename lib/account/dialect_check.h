// Tries a dialect on the exchange, without leaving anything there.
#pragma once

#include <string>
#include <vector>

#include "account/dialect.h"
#include "account/exchange.h"
#include "base/config.h"
#include "base/sql.h"

namespace spaconf {

/// Creates, changes, reads and deletes an account by the dialect, in a transaction that is rolled
/// back. Returns a sentence for each statement that fails or does not do what it is for,
/// "FILE:LINE: add: Data too long for column 'password' at row 1 (1406)"; empty for a good
/// dialect. A dialect whose changes could not be rolled back is not run, but returned as a fault.
/// `account` is [account]. Throws Unavailable when the database does not answer.
std::vector<std::string> dialect_faults(const Section& account, const Dialect& dialect,
                                        sql::Connection& database);

/// The statements that the exchange's server cannot run, for want of a table, a column or a
/// privilege: a sentence for each, "FILE:LINE: name: reason". It runs none. Throws Unavailable.
std::vector<std::string> unusable_statements(Exchange& exchange);

}  // namespace spaconf

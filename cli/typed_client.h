// Reads the properties of an API client from the command line.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "store/client.h"

namespace spaconf::cli {

// Each throws std::runtime_error with a sentence that says what to write instead.
/// Scopes by their names.
std::set<Scope> scopes_in(const std::vector<std::string>& typed);
/// Networks or single addresses.
std::vector<Network> networks_in(const std::vector<std::string>& typed);
/// Refuses what is not a date, "2027-01-31", or is over in UTC.
void check_last_day(const std::string& typed);
/// The name, when it is one for a client.
const std::string& client_name_in(const std::string& typed);

}  // namespace spaconf::cli

// Reads the properties of an API client from the command line.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/client.h"

namespace spaconf::cli {

// Each throws std::runtime_error with a sentence that says what to write instead.
/// Scopes by their names.
std::set<Scope> scopes_in(const std::vector<std::string>& typed);
/// The subject of a certificate, normalized.
std::string certificate_in(const std::string& typed);
/// Networks or single addresses; none for "any" alone.
std::vector<Network> networks_in(const std::vector<std::string>& typed);
/// A date, "2027-01-31", that is not over in UTC; empty for "never".
std::optional<std::string> last_day_in(const std::string& typed);
/// The name, when it is one for a client.
const std::string& client_name_in(const std::string& typed);

}  // namespace spaconf::cli

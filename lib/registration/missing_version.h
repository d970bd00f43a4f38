// Says which versions of a phone are missing, and why.
#pragma once

#include <string>
#include <vector>

#include "store/registration.h"
#include "store/revision.h"

namespace spaconf {

/// Why the phone has no revision of this version, as it was typed: a sentence.
std::string missing_version(const Record& phone, const std::string& version);

/// The sentence about versions before the earliest of its revisions, which come latest first. Empty
/// when there are none.
std::string missing_versions(const Record& phone, const std::vector<Revision>& revisions);

}  // namespace spaconf

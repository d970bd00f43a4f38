// Tests the TFTP server.
#pragma once

#include <string>

#include "phone/tftp_folder.h"

namespace spaconf::cli {

/// Writes a file to the folder, fetches it as a phone would, and removes it. Returns the result in
/// words. Throws Unavailable.
std::string fetch_probe(const TftpFolder& folder);

}  // namespace spaconf::cli

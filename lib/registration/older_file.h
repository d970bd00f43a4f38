// Repairs a profile's file in the TFTP folder that a transaction wrote before it was rolled back.
// On a cluster another host may have changed the phone in between: rows are locked on one host
// only. So a process may rename its file after another process, by way of another host, has renamed
// a newer one or has removed it.
#pragma once

#include <cstdint>
#include <string>

#include "phone/mac.h"
#include "phone/tftp_folder.h"
#include "store/store.h"

namespace spaconf {

/// A file that the first attempt of a transaction wrote, for a generation that is not committed.
struct OlderFile {
  std::int64_t registration;
  int generation;
  Mac mac;
  std::string name;  ///< In the folder
};

/// In the repetition, and instead of writing: has the profile written anew if the phone still has
/// this address, and otherwise removes the file.
void mend(Store& store, const TftpFolder& folder, const OlderFile& file, bool is_its_address);

}  // namespace spaconf

// Repairs a profile's file that a rolled-back transaction wrote: queues the profile anew, or
// removes the file.
#include "registration/older_file.h"

#include <chrono>

namespace spaconf {

void mend(Store& store, const TftpFolder& folder, const OlderFile& file, bool is_its_address) {
  if (is_its_address) {
    store.profile_queue.enqueue({file.registration}, "", std::chrono::seconds(0));
  } else if (store.withdrawals.lock_unused(file.mac)) {
    folder.remove(file.name);
  }
}

}  // namespace spaconf

// Adds signals to the process's mask.
#include "base/signals.h"

namespace spaconf {

sigset_t block_signals(std::initializer_list<int> signals) {
  sigset_t blocked;
  sigemptyset(&blocked);
  for (int each : signals) sigaddset(&blocked, each);
  sigprocmask(SIG_BLOCK, &blocked, nullptr);
  return blocked;
}

}  // namespace spaconf

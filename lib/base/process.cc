// Switches core files and tracing off for this process.
#include "base/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace spaconf {

void protect_memory() {
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace spaconf

// What every program that holds secrets asks of the kernel for itself.
#pragma once

namespace spaconf {

/// From now on this process and its children leave no core file, and nobody but root can look
/// into their memory.
void protect_memory();

}  // namespace spaconf

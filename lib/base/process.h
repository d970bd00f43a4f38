// Protects the memory of a process that holds secrets.
#pragma once

namespace spaconf {

/// From now on this process and its children leave no core file, and only root can read their
/// memory.
void protect_memory();

}  // namespace spaconf

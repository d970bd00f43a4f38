// Blocks signals, so that a loop takes them when it is ready.
#pragma once

#include <csignal>
#include <initializer_list>

namespace spaconf {

/// From now on these signals wait until they are taken with sigtimedwait() or a signalfd. Returns
/// them as a set. Child processes inherit this.
sigset_t block_signals(std::initializer_list<int> signals);

}  // namespace spaconf

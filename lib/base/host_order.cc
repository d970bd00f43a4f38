// Sorts the hosts of a cluster by whether they failed a moment ago.
#include "base/host_order.h"

namespace spaconf {

std::vector<std::size_t> HostOrder::all(Time now) const {
  std::vector<std::size_t> order = better_than(rests_until_.size(), now);
  for (std::size_t host = 0; host < rests_until_.size(); ++host) {
    if (rests_until_[host] > now) order.push_back(host);
  }
  return order;
}

std::vector<std::size_t> HostOrder::better_than(std::size_t host, Time now) const {
  std::vector<std::size_t> order;
  for (std::size_t each = 0; each < host; ++each) {
    if (rests_until_[each] <= now) order.push_back(each);
  }
  return order;
}

}  // namespace spaconf

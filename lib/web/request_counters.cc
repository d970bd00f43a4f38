// Keeps the counters of requests in an anonymous shared mapping.
// Atomic additions need no lock, so a process that is killed leaves none behind.
#include "web/request_counters.h"

#include <sys/mman.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <new>
#include <string>
#include <system_error>

namespace spaconf::web {
namespace {

using Counter = std::atomic<std::uint64_t>;
// An atomic variable with a lock would have it in one process's memory.
static_assert(Counter::is_always_lock_free);

struct Bucket {
  std::chrono::microseconds longest;
  std::string_view label;  ///< In seconds
};

using std::chrono::milliseconds;
constexpr Bucket buckets[] = {{milliseconds(5), "0.005"}, {milliseconds(20), "0.02"},
                              {milliseconds(100), "0.1"}, {milliseconds(500), "0.5"},
                              {milliseconds(2000), "2"},  {milliseconds(8000), "8"}};
constexpr std::size_t bucket_count = std::size(buckets);

constexpr int first_status = 100, last_status = 599;

std::uint64_t value(const Counter& counter) { return counter.load(std::memory_order_relaxed); }
void add(Counter& counter, std::uint64_t number) {
  counter.fetch_add(number, std::memory_order_relaxed);
}

}  // namespace

struct RequestCounters::Route {
  Counter statuses[last_status - first_status + 1];
  Counter durations[bucket_count + 1];  ///< The last one: longer than every bucket
  Counter microseconds;
};

RequestCounters::RequestCounters() {
  void* memory = ::mmap(nullptr, most_routes * sizeof(Route), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  routes_ = new (memory) Route[most_routes]{};
}

RequestCounters::~RequestCounters() { ::munmap(routes_, most_routes * sizeof(Route)); }

void RequestCounters::count(std::size_t route, int status,
                            std::chrono::microseconds time) noexcept {
  const bool is_known = status >= first_status && status <= last_status;
  std::size_t bucket = 0;
  while (bucket < bucket_count && time > buckets[bucket].longest) ++bucket;
  Route& counted = routes_[route];
  add(counted.statuses[(is_known ? status : 500) - first_status], 1);
  add(counted.durations[bucket], 1);
  add(counted.microseconds, static_cast<std::uint64_t>(time.count()));
}

void RequestCounters::write(MetricsText& metrics, std::string_view program,
                            std::span<const std::string_view> routes) const {
  metrics.begin("spaconf_requests_total", "counter", "Answered requests.");
  for (std::size_t i = 0; i < routes.size(); ++i) {
    for (int status = first_status; status <= last_status; ++status) {
      const auto number = value(routes_[i].statuses[status - first_status]);
      if (number == 0) continue;
      metrics.add({{"program", program}, {"route", routes[i]}, {"status", std::to_string(status)}},
                  std::to_string(number));
    }
  }
  metrics.begin("spaconf_request_duration_seconds", "histogram",
                "Time from the arrival of a request to its response.");
  for (std::size_t i = 0; i < routes.size(); ++i) {
    write_durations(metrics, program, routes[i], routes_[i]);
  }
}

void RequestCounters::write_durations(MetricsText& metrics, std::string_view program,
                                      std::string_view name, const Route& route) {
  const std::string seconds = std::to_string(double(value(route.microseconds)) / 1e6);
  std::uint64_t counts[bucket_count + 1], sum = 0;
  for (std::size_t i = 0; i <= bucket_count; ++i) counts[i] = sum += value(route.durations[i]);
  if (sum == 0) return;
  for (std::size_t i = 0; i <= bucket_count; ++i) {
    const std::string_view longest = i < bucket_count ? buckets[i].label : "+Inf";
    metrics.add({{"program", program}, {"route", name}, {"le", longest}}, std::to_string(counts[i]),
                "_bucket");
  }
  metrics.add({{"program", program}, {"route", name}}, seconds, "_sum");
  metrics.add({{"program", program}, {"route", name}}, std::to_string(sum), "_count");
}

}  // namespace spaconf::web

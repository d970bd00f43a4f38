// Looks in each connection for a whole request, and closes what is none or comes too late.
// The bytes stay in the socket for libfcgi; here only the headers of records are looked at.
#include "web/arriving_requests.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ranges>
#include <string>

#include "base/log.h"

namespace spaconf::web {
namespace {

/// A web server sends a request in one go, unless its client sends a large body slowly.
constexpr std::chrono::seconds longest_arrival{20};
/// How long a worker that has to end waits for the rest of a request.
constexpr std::chrono::seconds longest_farewell{2};
/// Between a web server's connect() and its first byte, milliseconds.
constexpr int moment = 5;
/// Connections that one worker holds. The oldest gives way to a new one, because a request that is
/// sent at all arrives at once.
constexpr std::size_t most_held = 256;
/// A larger request is read as it comes. For a sender that polls, a UNIX socket is full once a
/// quarter of its send buffer (52 KB, unix_writable() in Linux) is used, and a piece of 8 KB may
/// take twice as much of it.
constexpr std::size_t largest_held = 16 << 10;

enum class Arrival { partial, whole, large, invalid };

/// The records that have arrived, by the FastCGI specification 1.0, sections 3.3 and 8.
Arrival arrival(const unsigned char* bytes, std::size_t size) {
  enum : unsigned { version = 1, begin_request = 1, parameters = 4, input = 5, header_size = 8 };
  unsigned id = 0;  // of the request; 0 is that of management records
  bool has_parameters = false;
  for (std::size_t at = 0; at < size;) {
    const unsigned char* header = bytes + at;
    if (header[0] != version) return Arrival::invalid;
    if (size - at < header_size) break;
    const unsigned type = header[1], record_id = header[2] << 8U | header[3];
    const std::size_t length = header[4] << 8U | header[5];
    if (id == 0) {
      if (record_id != 0 && type != begin_request) return Arrival::invalid;
      id = record_id;
    } else if (record_id == id && type != begin_request) {
      if (type != (has_parameters ? input : parameters)) return Arrival::invalid;
      if (length == 0 && has_parameters) return Arrival::whole;
      if (length == 0) has_parameters = true;
    }
    at += header_size + length + header[6];
  }
  return size < largest_held ? Arrival::partial : Arrival::large;
}

bool signal_waits(int signals) {
  signalfd_siginfo info;
  return ::read(signals, &info, sizeof info) == sizeof info;
}

void watch(int waiting, int fd, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.fd = fd}};
  ::epoll_ctl(waiting, EPOLL_CTL_ADD, fd, &event);
}

}  // namespace

ArrivingRequests::ArrivingRequests(int listening, int signals)
    : listening_(listening),
      signals_(signals),
      waiting_(::epoll_create1(EPOLL_CLOEXEC)),
      seen_(largest_held) {
  watch(waiting_, listening_, EPOLLIN | EPOLLEXCLUSIVE);  // a connection wakes one of us, not all
  watch(waiting_, signals_, EPOLLIN);
}

ArrivingRequests::~ArrivingRequests() {
  for (const auto& [connection, since] : held_) ::close(connection);
  ::close(waiting_);
}

std::optional<ArrivingRequests::Arrived> ArrivingRequests::next() {
  while (!is_ending_ || !held_.empty()) {
    epoll_event event;
    const int count = ::epoll_wait(waiting_, &event, 1, static_cast<int>(patience().count()));
    if (signal_waits(signals_)) end();
    close_late();
    if (count < 1) continue;
    std::optional<Arrived> found;
    if (event.data.fd == listening_ && !is_ending_) {
      found = accept_one();
    } else if (held_.contains(event.data.fd)) {
      found = take(event.data.fd, !(event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)));
    }
    if (found) return found;
  }
  return {};
}

void ArrivingRequests::end() {
  is_ending_ = true;
  ::epoll_ctl(waiting_, EPOLL_CTL_DEL, listening_, nullptr);
}

std::chrono::seconds ArrivingRequests::longest() const {
  return is_ending_ ? longest_farewell : longest_arrival;
}

std::chrono::milliseconds ArrivingRequests::patience() const {
  if (held_.empty()) return std::chrono::milliseconds(-1);
  const auto late = std::ranges::min(held_ | std::views::values) + longest();
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(late - Clock::now()),
                  std::chrono::milliseconds(0));
}

void ArrivingRequests::close_late() {
  const auto closed = std::erase_if(held_, [this](const auto& each) {
    const bool is_late = Clock::now() - each.second >= longest();
    if (is_late) ::close(each.first);
    return is_late;
  });
  if (closed > 0) {
    log(Priority::warning, "connections closed",
        {{"count", std::to_string(closed)}, {"why", "no whole request arrived in time"}});
  }
}

void ArrivingRequests::close_oldest() {
  const auto oldest =
      std::ranges::min_element(held_, {}, [](const auto& each) { return each.second; });
  if (oldest == held_.end()) return;
  ::close(oldest->first);
  held_.erase(oldest);
}

void ArrivingRequests::hold(int connection) {
  if (held_.size() >= most_held) close_oldest();
  held_[connection] = Clock::now();
  watch(waiting_, connection, EPOLLIN | EPOLLRDHUP | EPOLLET);  // each time that more arrives
}

std::optional<ArrivingRequests::Arrived> ArrivingRequests::accept_one() {
  const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
  if (connection < 0) {
    if (errno == EMFILE || errno == ENFILE) close_oldest();
    return {};  // or another worker was faster
  }
  // Otherwise another request might be taken first, and this one would have to wait for its answer.
  if (held_.empty()) {
    pollfd wait{connection, POLLIN, 0};
    ::poll(&wait, 1, moment);
  }
  return take(connection, true);
}

/// A connection that has no more to come is closed if its request is not whole.
std::optional<ArrivingRequests::Arrived> ArrivingRequests::take(int connection,
                                                                bool has_more_to_come) {
  const ssize_t size = ::recv(connection, seen_.data(), seen_.size(), MSG_PEEK | MSG_DONTWAIT);
  const Arrival found = arrival(seen_.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  const bool is_held = held_.contains(connection);
  if (found == Arrival::partial && has_more_to_come) {
    if (!is_held) hold(connection);
    return {};
  }
  held_.erase(connection);
  if (found == Arrival::whole || found == Arrival::large) {
    if (is_held) ::epoll_ctl(waiting_, EPOLL_CTL_DEL, connection, nullptr);
    return Arrived{connection, found == Arrival::whole};
  }
  ::close(connection);
  return {};
}

}  // namespace spaconf::web

// Reads requests from connections, and closes those that are invalid or too late.
// Only the headers of records are looked at; libfcgi reads the rest.
#include "web/arriving_requests.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "base/log.h"

namespace spaconf::web {
namespace {

/// A web server sends a request in one go, unless its client sends a large body slowly.
constexpr std::chrono::seconds longest_arrival{20};
/// How long a worker that has to end waits for the rest of a request.
constexpr std::chrono::seconds longest_farewell{2};
/// Between a web server's connect() and its first byte, milliseconds: it may have to wait for the
/// processor. Other connections wait in the socket's queue until then.
constexpr int longest_first_byte = 200;
/// Connections that one worker holds. The oldest gives way to a new one, because a request that is
/// sent at all arrives at once.
constexpr std::size_t most_held = 256;
/// Of a larger request the body is read when its parameters have been looked at.
constexpr std::size_t largest_held = 16 << 10;
/// Parameters alone. Beyond 256 KB they are refused, which takes an answer.
constexpr std::size_t largest_head = 512 << 10;
/// With the headers of records. The largest body has 20 MB.
constexpr std::size_t largest_request = 32 << 20;
/// Between two pieces of a large request.
constexpr timeval longest_pause{.tv_sec = 5, .tv_usec = 0};

/// Connections that a worker accepts before it is the next worker's turn. Without turns one worker
/// would get nearly all requests, and the connections of the others to the database and the
/// directory would be closed unused. A turn is many connections, because the worker that answered
/// last still has its data in the processor's cache.
constexpr unsigned accepted_in_turn = 32;

enum class Arrival { partial, whole, large, invalid };

/// The records that have arrived, by the FastCGI specification 1.0, sections 3.3 and 8. A web
/// server sends nothing but one request. libfcgi would answer other records before it.
Arrival arrival(std::string_view bytes) {
  enum : unsigned { version = 1, begin_request = 1, parameters = 4, input = 5, header_size = 8 };
  const auto byte = [bytes](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  unsigned expected = begin_request, id = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    if (byte(at) != version) return Arrival::invalid;
    if (bytes.size() - at < header_size) break;
    const unsigned type = byte(at + 1), record_id = byte(at + 2) << 8U | byte(at + 3);
    const std::size_t length = byte(at + 4) << 8U | byte(at + 5);
    if (expected == begin_request) id = record_id;
    if (type != expected || record_id != id || id == 0) return Arrival::invalid;
    if (type == input && length == 0) return Arrival::whole;
    if (type == begin_request) {
      expected = parameters;
    } else if (length == 0) {
      expected = input;
    }
    at += header_size + length + byte(at + 6);
  }
  if (expected != input) return bytes.size() < largest_head ? Arrival::partial : Arrival::invalid;
  return bytes.size() < largest_held ? Arrival::partial : Arrival::large;
}

/// As recv(): what has arrived is added to `bytes`.
ssize_t receive(int connection, std::string& bytes, int flags) {
  std::array<char, 16 << 10> piece;
  const ssize_t size = ::recv(connection, piece.data(), piece.size(), flags);
  bytes.append(piece.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  return size;
}

/// Has all of a request arrived that nothing was read of yet?
bool has_whole_request(int connection) {
  std::string bytes;
  return receive(connection, bytes, MSG_DONTWAIT | MSG_PEEK) > 0 &&
         arrival(bytes) == Arrival::whole;
}

bool signal_waits(int signals) {
  signalfd_siginfo info;
  return ::read(signals, &info, sizeof info) == sizeof info;
}

bool watch(int waiting, int fd, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.fd = fd}};
  return ::epoll_ctl(waiting, EPOLL_CTL_ADD, fd, &event) == 0;
}

}  // namespace

ArrivingRequests::ArrivingRequests(int listening, int signals)
    : listening_(listening), signals_(signals), waiting_(::epoll_create1(EPOLL_CLOEXEC)) {
  join_accept_queue();
  watch(waiting_, signals_, EPOLLIN);
}

ArrivingRequests::~ArrivingRequests() {
  for (const auto& [connection, held] : held_) ::close(connection);
  ::close(waiting_);
}

std::optional<ArrivingRequests::Arrived> ArrivingRequests::next() {
  while (!ending_since_ || !held_.empty()) {
    epoll_event event;
    const int patience = static_cast<int>(until_next_limit().count());
    const int count = ::epoll_wait(waiting_, &event, 1, patience);
    if (signal_waits(signals_)) end();
    if (count < 1) {
      close_late();  // a late connection whose bytes have arrived is read first
      continue;
    }
    std::optional<Arrived> found;
    if (event.data.fd == listening_ && !ending_since_) {
      found = accept_one();
    } else if (held_.contains(event.data.fd)) {
      found = take(event.data.fd, true);
    }
    if (found) return found;
  }
  return {};
}

/// The kernel keeps the workers of a socket in a queue, and wakes the first one that waits. A
/// worker that is not in it would wait for ever; one that ends is replaced.
void ArrivingRequests::join_accept_queue() {
  if (!watch(waiting_, listening_, EPOLLIN | EPOLLEXCLUSIVE)) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

void ArrivingRequests::leave_accept_queue() {
  ::epoll_ctl(waiting_, EPOLL_CTL_DEL, listening_, nullptr);
}

void ArrivingRequests::end() {
  ending_since_ = Clock::now();
  leave_accept_queue();
}

ArrivingRequests::Clock::time_point ArrivingRequests::limit_of(const Held& held) const {
  const auto limit = held.since + longest_arrival;
  return ending_since_ ? std::min(limit, *ending_since_ + longest_farewell) : limit;
}

std::chrono::milliseconds ArrivingRequests::until_next_limit() const {
  if (held_.empty()) return std::chrono::milliseconds(-1);
  auto next = Clock::time_point::max();
  for (const auto& [connection, held] : held_) next = std::min(next, limit_of(held));
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()),
                  std::chrono::milliseconds(0));
}

void ArrivingRequests::close_late() {
  const auto closed = std::erase_if(held_, [this](const auto& each) {
    const bool is_late = Clock::now() >= limit_of(each.second);
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
      std::ranges::min_element(held_, {}, [](const auto& each) { return each.second.since; });
  if (oldest == held_.end()) return;
  ::close(oldest->first);
  held_.erase(oldest);
}

std::optional<ArrivingRequests::Arrived> ArrivingRequests::accept_one() {
  const int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
  if (connection < 0) {
    if (errno == EMFILE || errno == ENFILE) close_oldest();
    return {};  // or another worker was faster
  }
  // The turn ends, and this worker is the last in the queue.
  if (++accepted_ % accepted_in_turn == 0) {
    leave_accept_queue();
    join_accept_queue();
  }
  bool is_whole = has_whole_request(connection);
  // Otherwise another request might be taken first, and this one would have to wait for its answer.
  // Idle connections delay a worker once, because it then holds one.
  if (!is_whole && held_.empty()) {
    pollfd wait{connection, POLLIN, 0};
    ::poll(&wait, 1, longest_first_byte);
    is_whole = has_whole_request(connection);
  }
  if (is_whole) return Arrived{connection, {}, true};
  held_[connection].since = Clock::now();
  return take(connection, false);
}

/// A connection that has no more to come is closed if its request is not whole.
std::optional<ArrivingRequests::Arrived> ArrivingRequests::take(int connection, bool is_watched) {
  std::string& bytes = held_[connection].bytes;
  Arrival found = Arrival::partial;
  ssize_t size = 0;
  while (found == Arrival::partial && (size = receive(connection, bytes, MSG_DONTWAIT)) > 0) {
    found = arrival(bytes);
  }
  if (found == Arrival::partial && size < 0 && errno == EAGAIN) {
    if (!is_watched) watch(waiting_, connection, EPOLLIN);
    if (held_.size() > most_held) close_oldest();
    return {};
  }
  Arrived arrived{connection, std::move(bytes), found == Arrival::whole};
  held_.erase(connection);
  if (found == Arrival::whole || found == Arrival::large) {
    if (is_watched) ::epoll_ctl(waiting_, EPOLL_CTL_DEL, connection, nullptr);
    return arrived;
  }
  ::close(connection);
  return {};
}

bool take_rest(ArrivingRequests::Arrived& request) {
  ::setsockopt(request.connection, SOL_SOCKET, SO_RCVTIMEO, &longest_pause, sizeof longest_pause);
  Arrival found = Arrival::large;
  while (found == Arrival::large && request.bytes.size() < largest_request &&
         receive(request.connection, request.bytes, 0) > 0) {
    found = arrival(request.bytes);
  }
  request.is_whole = found == Arrival::whole;
  return request.is_whole;
}

}  // namespace spaconf::web

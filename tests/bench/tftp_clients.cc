// Fetches files by TFTP as many phones at once would, and counts.
//
//   tftp_clients PORT CLIENTS SECONDS <FILES
//
// FILES has a path on each line; each client fetches one after another, at random. Prints how many
// were fetched in a second, how many never came, and after how many milliseconds the slowest of a
// hundred was there. A client asks again after a second, five times, as phones do.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

using Clock = std::chrono::steady_clock;

constexpr std::size_t block_size = 512;
constexpr int most_tries = 5;
constexpr std::chrono::seconds patience{1};

// RFC 1350.
enum Operation : char { read_request = 1, data = 3, acknowledgement = 4, error = 5 };

class Client {
 public:
  explicit Client(const sockaddr_in& server) : server_(server) {}

  void begin(const std::string& path) {
    if (socket_ >= 0) ::close(socket_);
    socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (socket_ < 0) std::exit((std::perror("socket"), 1));
    peer_ = server_;
    block_ = 0;
    tries_ = 0;
    began_ = Clock::now();
    packet_ = std::string("\0\1", 2) + path + '\0' + "octet" + '\0';
    send();
  }

  enum class State { under_way, done, failed };

  /// Reads what has come.
  State read() {
    char buffer[block_size + 4];
    sockaddr_in from{};
    socklen_t size = sizeof from;
    for (;;) {
      const ssize_t length =
          ::recvfrom(socket_, buffer, sizeof buffer, 0, reinterpret_cast<sockaddr*>(&from), &size);
      if (length < 4) return State::under_way;
      if (buffer[1] == error) return State::failed;
      const auto number = static_cast<unsigned>(static_cast<unsigned char>(buffer[2]) << 8 |
                                                static_cast<unsigned char>(buffer[3]));
      if (buffer[1] != data || number != ((block_ + 1) & 0xffff)) continue;
      block_ = number;
      peer_ = from;
      tries_ = 0;
      packet_ = std::string("\0\4", 2) + buffer[2] + buffer[3];
      send();
      if (static_cast<std::size_t>(length) < block_size + 4) return State::done;
    }
  }

  State wait_no_longer() {
    if (Clock::now() < again_) return State::under_way;
    if (++tries_ > most_tries) return State::failed;
    send();
    return State::under_way;
  }

  int socket() const { return socket_; }
  double milliseconds() const {
    return std::chrono::duration<double, std::milli>(Clock::now() - began_).count();
  }

 private:
  void send() {
    again_ = Clock::now() + patience;
    ::sendto(socket_, packet_.data(), packet_.size(), 0, reinterpret_cast<const sockaddr*>(&peer_),
             sizeof peer_);
  }

  sockaddr_in server_, peer_{};
  int socket_ = -1, tries_ = 0;
  unsigned block_ = 0;
  std::string packet_;
  Clock::time_point began_, again_;
};

int main(int count, char** arguments) {
  if (count != 4) return 2;
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(static_cast<uint16_t>(std::atoi(arguments[1])));
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::vector<std::string> files;
  for (std::string line; std::getline(std::cin, line);) files.push_back(line);
  if (files.empty()) return 2;

  std::mt19937 random(1);
  const auto any = [&]() -> const std::string& { return files[random() % files.size()]; };
  std::vector<Client> clients(static_cast<std::size_t>(std::atoi(arguments[2])), Client(server));
  std::vector<pollfd> waiting;
  const auto began = Clock::now();
  for (Client& each : clients) {
    each.begin(any());
    waiting.push_back({each.socket(), POLLIN, 0});
  }
  std::vector<double> times;
  int failed = 0;
  const std::chrono::duration<double> whole(std::atof(arguments[3]));
  while (Clock::now() - began < whole) {
    ::poll(waiting.data(), waiting.size(), 100);
    for (std::size_t i = 0; i < clients.size(); ++i) {
      const auto state =
          waiting[i].revents & POLLIN ? clients[i].read() : clients[i].wait_no_longer();
      if (state == Client::State::under_way) continue;
      state == Client::State::done ? times.push_back(clients[i].milliseconds()) : void(++failed);
      clients[i].begin(any());
      waiting[i].fd = clients[i].socket();
    }
  }
  std::ranges::sort(times);
  const double slowest = times.empty() ? 0 : times[times.size() * 99 / 100];
  std::printf("%.0f %d %.1f\n", static_cast<double>(times.size()) / whole.count(), failed, slowest);
}

// A database server that answers OK to everything, is silent, refuses or hangs up, as a test wants.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "fixtures.h"

namespace spaconf {

/// What the server does with a command.
enum class Does { answer, nothing, hang_up, answer_and_hang_up, refuse, fail_to_commit };

/// A database server by the client/server protocol's documents, as far as a test needs it.
class DatabaseServer {
 public:
  using Plan = std::function<Does(const std::string& command)>;

  /// On a socket in this folder.
  DatabaseServer(const Folder& folder, Plan plan)
      : path_(folder.path() / "db.sock"), plan_(std::move(plan)) {
    listening_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
    ::bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    start();
  }
  /// On a port of this machine.
  explicit DatabaseServer(Plan plan) : plan_(std::move(plan)) {
    listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listening_, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    start();
  }
  DatabaseServer(const DatabaseServer&) = delete;
  ~DatabaseServer() {
    over_ = true;
    thread_.join();
    ::close(listening_);
  }

  /// After its first connection it accepts no other.
  void only_once() { is_once_ = true; }

  std::string path() const { return path_; }
  std::string host() const { return "127.0.0.1:" + std::to_string(port_); }
  /// What came in: "query START TRANSACTION", "prepare SELECT 1", "execute".
  std::vector<std::string> commands() const { return commands_; }
  int connections() const { return connections_; }
  /// How many of them it has hung up on.
  int hung_up() const { return hung_up_; }

 private:
  void start() {
    ::listen(listening_, 8);
    thread_ = std::thread([this] { run(); });
  }

  void run() {
    while (!over_) {
      if (!readable(listening_)) continue;
      int fd = ::accept(listening_, nullptr, nullptr);
      ++connections_;
      send(fd, 0, greeting());
      read_packet(fd);
      send(fd, 2, ok());
      while (serve(fd)) {
      }
      if (is_once_) ::shutdown(listening_, SHUT_RDWR);
      ::close(fd);
      ++hung_up_;
      if (is_once_) break;
    }
  }

  bool serve(int fd) {
    const std::string packet = read_packet(fd);
    if (packet.empty() || packet[0] == 1) return false;  // COM_QUIT
    std::string command;
    if (packet[0] == 3) command = "query " + packet.substr(1);
    if (packet[0] == 22) command = "prepare " + packet.substr(1);
    if (packet[0] == 23) command = "execute";
    if (command.empty()) return true;  // COM_STMT_CLOSE has no answer
    const bool is_ours = command.find("SET SESSION") == command.npos;
    if (is_ours) commands_.push_back(command);
    const Does what = is_ours ? plan_(command) : Does::answer;
    if (what == Does::answer || what == Does::answer_and_hang_up) {
      send(fd, 1, packet[0] == 22 ? std::string("\0\1\0\0\0\0\0\0\0\0\0\0", 12) : ok());
    }
    if (what == Does::refuse) send(fd, 1, error(1047));
    if (what == Does::fail_to_commit) send(fd, 1, error(1180));
    return what != Does::hang_up && what != Does::answer_and_hang_up;
  }

  bool readable(int fd) const {
    pollfd wait{fd, POLLIN, 0};
    return ::poll(&wait, 1, 10) > 0;
  }

  std::string read_packet(int fd) {
    std::string head = read(fd, 4);
    if (head.size() < 4) return "";
    auto byte = [&](int i) { return std::size_t(static_cast<unsigned char>(head[i])); };
    return read(fd, byte(0) | byte(1) << 8 | byte(2) << 16);
  }

  std::string read(int fd, std::size_t size) {
    std::string text;
    while (text.size() < size && !over_) {
      if (!readable(fd)) continue;
      char buffer[512];
      ssize_t got = ::recv(fd, buffer, std::min(size - text.size(), sizeof buffer), 0);
      if (got <= 0) return "";
      text.append(buffer, std::size_t(got));
    }
    return text;
  }

  static void send(int fd, int number, const std::string& body) {
    std::string packet{char(body.size()), 0, 0, char(number)};
    packet += body;
    ::send(fd, packet.data(), packet.size(), MSG_NOSIGNAL);
  }

  static std::string ok() { return std::string("\0\0\0\2\0\0\0", 7); }

  static std::string error(int number) {
    return std::string("\xff", 1) + char(number & 0xff) + char(number >> 8) + "#08S01refused";
  }

  static std::string greeting() {
    std::string text(
        "\x0a"
        "5.5.5-10.11.6-MariaDB\0"
        "\1\0\0\0"
        "abcdefgh\0",
        36);
    text += std::string("\x0f\xa2", 2);  // protocol 4.1, transactions, CONNECT_WITH_DB
    text += "\x2d";                      // utf8mb4
    text += std::string("\2\0", 2);      // autocommit
    text += std::string("\x08\x00", 2);  // PLUGIN_AUTH
    text += std::string("\x15", 1) + std::string(10, '\0');
    text += std::string("abcdefghijkl\0", 13) + std::string("mysql_native_password\0", 22);
    return text;
  }

  std::string path_;
  Plan plan_;
  int listening_ = -1, port_ = 0;
  std::atomic<bool> over_{false}, is_once_{false};
  std::atomic<int> connections_{0}, hung_up_{0};
  std::vector<std::string> commands_;
  std::thread thread_;
};

inline Does always_answer(const std::string&) { return Does::answer; }

}  // namespace spaconf

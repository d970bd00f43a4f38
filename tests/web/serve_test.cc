// Tests lib/web/serve.cc with a program that fails in every way.
#include "web/serve.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

#include "fixtures.h"

namespace spaconf::web {

class ServeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ServeTest);
  CPPUNIT_TEST(a_worker_that_fails_leaves_the_socket_of_the_others);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;

  std::filesystem::path socket() const { return folder_.path() / "socket"; }

  /// What it throws, even for a page about an error, leaves the loop of the worker.
  struct Failing : Program {
    explicit Failing(std::filesystem::path path) : path(std::move(path)) {}
    Response answer(const Request&) override { throw std::runtime_error("answer"); }
    Response problem(const std::string&, int, const std::string&) override {
      throw std::runtime_error("problem");
    }
    std::string base_path() const override { return "/spaconf"; }
    std::filesystem::path socket() const override { return path; }
    int workers() const override { return 1; }
    std::filesystem::path path;
  };

  static std::string record(char kind, const std::string& content) {
    const char head[] = {1, kind, 0, 1, 0, char(content.size()), 0, 0};
    return std::string(head, sizeof head) + content;
  }

  /// Connects, asks, and waits until the connection ends; false when no program listens.
  bool is_asked() const {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, socket().c_str());
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const bool listens =
        ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const std::string method = "REQUEST_METHOD", uri = "REQUEST_URI";
    const std::string request =
        record(1, std::string("\0\1\0\0\0\0\0\0", 8)) +
        record(4, std::string{char(method.size()), 3} + method + "GET" +
                      std::string{char(uri.size()), 9} + uri + "/spaconf/") +
        record(4, "") + record(5, "");
    char byte;
    if (listens && ::send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
      while (::read(fd, &byte, 1) > 0) continue;
    }
    ::close(fd);
    return listens;
  }

  void a_worker_that_fails_leaves_the_socket_of_the_others() {
    alarm(60);
    const pid_t parent = ::fork();
    if (parent == 0) {
      std::freopen("/dev/null", "w", stderr);
      ::_exit(serve([&] { return std::make_unique<Failing>(socket()); }));
    }
    while (!is_asked()) ::usleep(10'000);
    // Another worker takes the place of the one that failed.
    for (int i = 0; i < 2; ++i) CPPUNIT_ASSERT(is_asked());
    CPPUNIT_ASSERT(exists(socket()));
    ::kill(parent, SIGTERM);
    int status = -1;
    ::waitpid(parent, &status, 0);
    CPPUNIT_ASSERT_EQUAL(0, status);
    CPPUNIT_ASSERT(!exists(socket()));
    alarm(0);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServeTest);

}  // namespace spaconf::web

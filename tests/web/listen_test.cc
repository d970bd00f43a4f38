// Tests lib/web/listen.cc with sockets in a folder of its own.
#include "web/listen.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "fixtures.h"

namespace spaconf::web {

using std::filesystem::exists;

class ListenTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ListenTest);
  CPPUNIT_TEST(makes_a_socket_that_the_group_may_use_and_removes_it);
  CPPUNIT_TEST(replaces_a_socket_without_listener);
  CPPUNIT_TEST(leaves_alone_what_is_not_its_own);
  CPPUNIT_TEST(takes_exactly_one_listening_socket_from_systemd);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  const std::filesystem::path path_ = folder_.path() / "form.sock";

  void makes_a_socket_that_the_group_may_use_and_removes_it() {
    {
      Listener listener(path_);
      CPPUNIT_ASSERT(listener.fd() > 2);
      CPPUNIT_ASSERT(std::filesystem::is_socket(path_));
      CPPUNIT_ASSERT_EQUAL(0660u, unsigned(std::filesystem::status(path_).permissions()));
      CPPUNIT_ASSERT_EQUAL(-1, ::accept(listener.fd(), nullptr, nullptr));
      CPPUNIT_ASSERT_EQUAL(EAGAIN, errno);
    }
    CPPUNIT_ASSERT(!exists(path_));
  }

  void replaces_a_socket_without_listener() {
    {
      Listener killed(path_);
      std::filesystem::rename(path_, folder_.path() / "left behind");
    }
    std::filesystem::rename(folder_.path() / "left behind", path_);
    Listener listener(path_);
    CPPUNIT_ASSERT(exists(path_));
  }

  void leaves_alone_what_is_not_its_own() {
    // A socket that a connection fails to for another reason than a missing listener.
    const std::filesystem::path other = folder_.path() / "log.sock";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, other.c_str());
    const int datagrams = ::socket(AF_UNIX, SOCK_DGRAM, 0);
    CPPUNIT_ASSERT_EQUAL(
        0, ::bind(datagrams, reinterpret_cast<const sockaddr*>(&address), sizeof address));
    assert_has(thrown_by([&] { Listener listener(other); }), "Address already in use");
    CPPUNIT_ASSERT(exists(other));
    ::close(datagrams);
    Listener first(path_);
    assert_has(thrown_by([&] { Listener second(path_); }), "another program answers there");
    CPPUNIT_ASSERT(exists(path_));
    std::filesystem::path file = folder_.file("precious", "bytes");
    for (const std::filesystem::path& path :
         {file, folder_.path(), folder_.path() / "nowhere" / "a",
          folder_.path() / std::string(200, 'x')}) {
      std::string thrown = thrown_by([&] { Listener listener(path); });
      CPPUNIT_ASSERT_MESSAGE(path.string() + " gives " + thrown,
                             thrown.starts_with("Misconfigured: "));
    }
    CPPUNIT_ASSERT(std::filesystem::is_regular_file(file));
  }

  void takes_exactly_one_listening_socket_from_systemd() {
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    // Descriptor 3 is whatever the test has open, or nothing; it does not listen.
    for (const char* count : {"1", "2"}) {
      ::setenv("LISTEN_FDS", count, 1);
      assert_has(thrown_by([&] { Listener listener(path_); }),
                 "Misconfigured: systemd must pass exactly one listening socket");
      CPPUNIT_ASSERT(!exists(path_));
    }
    ::setenv("LISTEN_PID", "1", 1);  // the sockets of another process
    { Listener listener(path_); }
    ::unsetenv("LISTEN_PID");
    ::unsetenv("LISTEN_FDS");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ListenTest);

}  // namespace spaconf::web

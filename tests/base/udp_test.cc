// Tests lib/base/udp.cc between two sockets of one machine.
#include "base/udp.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fixtures.h"

namespace spaconf {

class UdpTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UdpTest);
  CPPUNIT_TEST(tells_addresses_from_names);
  CPPUNIT_TEST(receives_only_from_its_own_peer);
  CPPUNIT_TEST(waits_no_longer_than_it_was_told);
  CPPUNIT_TEST(reports_a_port_without_listener);
  CPPUNIT_TEST_SUITE_END();

  using Milliseconds = std::chrono::milliseconds;

  /// The other side: a socket of the system's own.
  struct Other {
    Other() : socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
      sockaddr_in own{};
      own.sin_family = AF_INET;
      own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      socklen_t size = sizeof own;
      CPPUNIT_ASSERT_EQUAL(0, ::bind(socket, reinterpret_cast<sockaddr*>(&own), size));
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&own), &size);
      port = ntohs(own.sin_port);
      address = "127.0.0.1:" + std::to_string(port);
    }
    ~Other() { ::close(socket); }

    void say(const std::string& text, const std::string& to) const {
      sockaddr_in there{};
      there.sin_family = AF_INET;
      there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      const int number = std::stoi(to.substr(to.rfind(':') + 1));
      there.sin_port = htons(static_cast<std::uint16_t>(number));
      ::sendto(socket, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&there),
               sizeof there);
    }

    int socket, port = 0;
    std::string address;
  };

  void tells_addresses_from_names() {
    for (const char* good : {"192.0.2.1:5060", "[2001:db8::1]:5060", "127.0.0.1:1"}) {
      CPPUNIT_ASSERT_MESSAGE(good, Udp::is_address(good));
    }
    for (const char* bad :
         {"", ":", "192.0.2.1", "192.0.2.1:", ":5060", "sip.example.org:5060", "localhost:5060",
          "2001:db8::1:5060", "[192.0.2.1]:5060", "192.0.2.1:sip", "sip:192.0.2.1:5060"}) {
      CPPUNIT_ASSERT_MESSAGE(bad, !Udp::is_address(bad));
    }
  }

  void receives_only_from_its_own_peer() {
    const Other other, unrelated;
    Udp udp("exchange", other.address);
    CPPUNIT_ASSERT(Udp::is_address(udp.own()));
    udp.send("hello");
    char heard[16];
    CPPUNIT_ASSERT_EQUAL(ssize_t(5), ::recv(other.socket, heard, sizeof heard, 0));
    unrelated.say("I am the exchange", udp.own());
    CPPUNIT_ASSERT(!udp.receive(Milliseconds(20)));
    other.say("well", udp.own());
    CPPUNIT_ASSERT_EQUAL(std::string("well"), udp.receive(Milliseconds(1000)).value_or(""));
  }

  void waits_no_longer_than_it_was_told() {
    const Other other;
    Udp udp("exchange", other.address);
    const auto begin = std::chrono::steady_clock::now();
    CPPUNIT_ASSERT(!udp.receive(Milliseconds(30)));
    CPPUNIT_ASSERT(!udp.receive(Milliseconds(-5)));
    CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begin < Milliseconds(1000));
  }

  void reports_a_port_without_listener() {
    std::string address;
    { address = Other().address; }
    Udp udp("exchange", address);
    udp.send("hello");
    CPPUNIT_ASSERT_EQUAL("Unavailable: exchange: " + address + ": Connection refused",
                         thrown_by([&] { udp.receive(Milliseconds(1000)); }));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UdpTest);

}  // namespace spaconf

// Tests lib/web/arriving_requests.cc with connections that send all of a request, a part or
// nothing.
#include "web/arriving_requests.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <thread>

#include "fixtures.h"

namespace spaconf::web {

class ArrivingRequestsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ArrivingRequestsTest);
  CPPUNIT_TEST(gives_a_whole_request);
  CPPUNIT_TEST(gives_a_request_however_small_its_pieces);
  CPPUNIT_TEST(a_part_of_a_request_keeps_the_next_one_waiting_for_nothing);
  CPPUNIT_TEST(a_request_that_a_busy_machine_delays_comes_first);
  CPPUNIT_TEST(workers_take_turns);
  CPPUNIT_TEST(closes_what_is_no_request);
  CPPUNIT_TEST(gives_a_large_request_before_its_end_and_takes_the_rest);
  CPPUNIT_TEST(waits_for_all_parameters_but_not_for_too_many);
  CPPUNIT_TEST(of_too_many_the_oldest_gives_way);
  CPPUNIT_TEST(after_a_signal_gives_what_has_begun_and_ends);
  CPPUNIT_TEST(after_a_signal_waits_also_for_what_began_long_before);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  int listening_ = -1, signals_ = -1;
  sigset_t before_, watched_;

 public:
  void setUp() override {
    alarm(60);
    sigemptyset(&watched_);
    sigaddset(&watched_, SIGUSR1);
    sigprocmask(SIG_BLOCK, &watched_, &before_);
    signals_ = ::signalfd(-1, &watched_, SFD_NONBLOCK | SFD_CLOEXEC);
    listening_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const sockaddr_un at = address();
    CPPUNIT_ASSERT(::bind(listening_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    CPPUNIT_ASSERT(::listen(listening_, 512) == 0);
  }

  void tearDown() override {
    ::close(listening_);
    ::close(signals_);
    sigprocmask(SIG_SETMASK, &before_, nullptr);
    alarm(0);
  }

 private:
  sockaddr_un address() const {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::strcpy(at.sun_path, (folder_.path() / "socket").c_str());
    return at;
  }

  int connection(const std::string& sent) const {
    const sockaddr_un at = address();
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CPPUNIT_ASSERT(::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
    CPPUNIT_ASSERT_EQUAL(ssize_t(sent.size()), ::send(fd, sent.data(), sent.size(), MSG_NOSIGNAL));
    return fd;
  }

  static std::string record(char kind, const std::string& content, char id = 1) {
    const auto size = content.size();
    const char head[] = {1, kind, 0, id, char(size >> 8), char(size), 0, 0};
    return std::string(head, sizeof head) + content;
  }

  static std::string begin(char id = 1) {
    return record(1, std::string("\0\1\0\0\0\0\0\0", 8), id);
  }
  static std::string request(const std::string& body) {
    return begin() + record(4, "parameters") + record(4, "") + record(5, body) + record(5, "");
  }

  /// What the other side of this connection reads; "closed" without a byte.
  static std::string read(int fd) {
    char bytes[512];
    const ssize_t size = ::recv(fd, bytes, sizeof bytes, 0);
    return size > 0 ? std::string(bytes, std::size_t(size)) : "closed";
  }

  static std::string sent_over(const std::optional<ArrivingRequests::Arrived>& arrived) {
    std::string bytes = arrived.value().bytes;
    if (bytes.empty()) {
      bytes.resize(1 << 20);
      const ssize_t size = ::recv(arrived->connection, bytes.data(), bytes.size(), MSG_DONTWAIT);
      bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    }
    ::close(arrived->connection);
    return bytes;
  }

  void gives_a_whole_request() {
    ArrivingRequests arriving(listening_, signals_);
    const int fd = connection(request("body"));
    const auto arrived = arriving.next();
    CPPUNIT_ASSERT(arrived.value().is_whole);
    CPPUNIT_ASSERT_EQUAL(request("body"), sent_over(arrived));
    ::close(fd);
  }

  /// More of them than fit into a socket.
  void gives_a_request_however_small_its_pieces() {
    ArrivingRequests arriving(listening_, signals_);
    const std::string whole = request(std::string(2000, 'x'));
    const int fd = connection("");
    std::thread sender([&] {
      for (const char& each : whole) ::send(fd, &each, 1, MSG_NOSIGNAL);
    });
    const auto arrived = arriving.next();
    sender.join();
    CPPUNIT_ASSERT(arrived.value().is_whole);
    CPPUNIT_ASSERT_EQUAL(whole, sent_over(arrived));
    ::close(fd);
  }

  void a_part_of_a_request_keeps_the_next_one_waiting_for_nothing() {
    ArrivingRequests arriving(listening_, signals_);
    const std::string whole = request("slow");
    const int nothing = connection(""), part = connection(whole.substr(0, whole.size() - 1));
    const int quick = connection(request("quick"));
    CPPUNIT_ASSERT_EQUAL(request("quick"), sent_over(arriving.next()));
    CPPUNIT_ASSERT_EQUAL(ssize_t(1), ::send(part, whole.data() + whole.size() - 1, 1, 0));
    CPPUNIT_ASSERT_EQUAL(whole, sent_over(arriving.next()));
    for (int each : {nothing, part, quick}) ::close(each);
  }

  /// Its web server was not given the processor between connect() and its first byte.
  void a_request_that_a_busy_machine_delays_comes_first() {
    ArrivingRequests arriving(listening_, signals_);
    const int delayed = connection(""), next = connection(request("next"));
    std::thread sender([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      const std::string bytes = request("delayed");
      ::send(delayed, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    });
    CPPUNIT_ASSERT_EQUAL(request("delayed"), sent_over(arriving.next()));
    CPPUNIT_ASSERT_EQUAL(request("next"), sent_over(arriving.next()));
    sender.join();
    for (int each : {delayed, next}) ::close(each);
  }

  /// A process that answers each request with its name.
  class Worker {
   public:
    Worker(char name, int listening, int signals) : pid_(::fork()) {
      if (pid_ == 0) answer(name, listening, signals);
      if (pid_ < 0) throw std::runtime_error("fork");  // kill(-1) would end every process
    }
    Worker(const Worker&) = delete;
    ~Worker() {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }

   private:
    [[noreturn]] static void answer(char name, int listening, int signals) noexcept {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ArrivingRequests arriving(listening, signals);
      while (const auto arrived = arriving.next()) {
        if (::write(arrived->connection, &name, 1) != 1) break;
        ::close(arrived->connection);
      }
      ::_exit(1);
    }

    pid_t pid_;
  };

  void workers_take_turns() {
    const Worker a('a', listening_, signals_), b('b', listening_, signals_);
    std::string answered;
    int changes = 0;
    for (int i = 0; i < 320; ++i) {                               // ten turns of accepted_in_turn
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // until both wait again
      const int fd = connection(request("body"));
      answered += read(fd);
      ::close(fd);
      if (i > 0 && answered.back() != answered[answered.size() - 2]) ++changes;
    }
    for (const char name : {'a', 'b'}) {
      CPPUNIT_ASSERT_MESSAGE(answered, std::ranges::count(answered, name) >= 32);
    }
    // On a busy machine a worker may answer out of turn, when the other does not wait yet.
    CPPUNIT_ASSERT_MESSAGE(answered, changes < 160);
  }

  void closes_what_is_no_request() {
    ArrivingRequests arriving(listening_, signals_);
    for (const std::string& sent :
         {std::string("GET / HTTP/1.0\r\n\r\n"), "\2" + begin().substr(1), record(4, ""),
          begin() + record(5, "body"), begin() + record(2, ""), begin() + record(99, ""),
          begin() + record(4, "") + record(4, "more"), record(9, "", 0) + request("after"),
          begin() + begin(), begin(2) + record(4, "", 3), begin(0)}) {
      const int wrong = connection(sent), right = connection(request("right"));
      CPPUNIT_ASSERT_EQUAL(request("right"), sent_over(arriving.next()));
      CPPUNIT_ASSERT_EQUAL(std::string("closed"), read(wrong));
      ::close(wrong);
      ::close(right);
    }
  }

  void gives_a_large_request_before_its_end_and_takes_the_rest() {
    const std::string whole = request(std::string(60'000, 'x'));
    for (const std::size_t sent : {whole.size() - 1, whole.size()}) {
      ArrivingRequests arriving(listening_, signals_);
      const int fd = connection(whole.substr(0, 20'000));
      auto arrived = arriving.next();
      CPPUNIT_ASSERT(!arrived.value().is_whole);
      ::send(fd, whole.data() + 20'000, sent - 20'000, 0);
      ::close(fd);
      CPPUNIT_ASSERT_EQUAL(sent == whole.size(), take_rest(*arrived));
      CPPUNIT_ASSERT_EQUAL(whole.substr(0, sent), sent_over(arrived));
    }
  }

  void waits_for_all_parameters_but_not_for_too_many() {
    ArrivingRequests arriving(listening_, signals_);
    const std::string some = record(4, std::string(30'000, 'x'));
    const int fd = connection(begin() + some + some + record(4, "") + record(5, ""));
    CPPUNIT_ASSERT(arriving.next().value().is_whole);
    const int other = connection("");
    std::thread sender([&] {
      for (std::string sent = begin(); ::send(other, sent.data(), sent.size(), MSG_NOSIGNAL) > 0;)
        sent = some;
    });
    const int last = connection(request("last"));
    CPPUNIT_ASSERT_EQUAL(request("last"), sent_over(arriving.next()));
    ::raise(SIGUSR1);
    CPPUNIT_ASSERT(!arriving.next());
    sender.join();
    for (int each : {fd, other, last}) ::close(each);
  }

  void of_too_many_the_oldest_gives_way() {
    ArrivingRequests arriving(listening_, signals_);
    std::vector<int> silent;
    for (int i = 0; i < 257; ++i) silent.push_back(connection(""));
    const int last = connection(request("last"));
    CPPUNIT_ASSERT_EQUAL(request("last"), sent_over(arriving.next()));
    CPPUNIT_ASSERT_EQUAL(std::string("closed"), read(silent.front()));
    char byte;
    CPPUNIT_ASSERT(::recv(silent[1], &byte, 1, MSG_DONTWAIT) < 0);
    for (int each : silent) ::close(each);
    ::close(last);
  }

  /// Longer ago than it waits after the signal.
  void after_a_signal_waits_also_for_what_began_long_before() {
    const std::string whole = request("begun");
    ArrivingRequests arriving(listening_, signals_);
    const int begun = connection(whole.substr(0, 20)), first = connection(request("first"));
    CPPUNIT_ASSERT_EQUAL(request("first"), sent_over(arriving.next()));
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
    ::raise(SIGUSR1);
    std::thread sender([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      ::send(begun, whole.data() + 20, whole.size() - 20, 0);
    });
    CPPUNIT_ASSERT_EQUAL(whole, sent_over(arriving.next()));
    CPPUNIT_ASSERT(!arriving.next());
    sender.join();
    for (int each : {begun, first}) ::close(each);
  }

  void after_a_signal_gives_what_has_begun_and_ends() {
    const std::string whole = request("begun");
    ArrivingRequests arriving(listening_, signals_);
    const int begun = connection(whole.substr(0, 20)), first = connection(request("first"));
    CPPUNIT_ASSERT_EQUAL(request("first"), sent_over(arriving.next()));
    ::raise(SIGUSR1);
    const int late = connection(request("late"));
    CPPUNIT_ASSERT_EQUAL(ssize_t(whole.size() - 20),
                         ::send(begun, whole.data() + 20, whole.size() - 20, 0));
    CPPUNIT_ASSERT_EQUAL(whole, sent_over(arriving.next()));
    CPPUNIT_ASSERT(!arriving.next());
    for (int each : {begun, first, late}) ::close(each);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ArrivingRequestsTest);

}  // namespace spaconf::web

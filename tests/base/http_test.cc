// Tests lib/base/http.cc without a server, and with one that keeps connections and loses answers.
#include "base/http.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "fixtures.h"

namespace spaconf {

class HttpTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HttpTest);
  CPPUNIT_TEST(escapes_a_value_for_a_query);
  CPPUNIT_TEST(speaks_http_only);
  CPPUNIT_TEST(sends_what_has_an_effect_once_although_the_answer_is_lost);
  CPPUNIT_TEST(takes_a_status_without_its_body_if_that_is_enough);
  CPPUNIT_TEST_SUITE_END();

  /// A child process that answers GET with the number of other requests it has got, keeps the
  /// connection, and closes it after `answer` when it gets another request.
  class LosesAnswers {
   public:
    explicit LosesAnswers(std::string answer = "")
        : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), answer_(std::move(answer)) {
      sockaddr_in own{};
      own.sin_family = AF_INET;
      own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      socklen_t size = sizeof own;
      CPPUNIT_ASSERT_EQUAL(0, ::bind(listener_, reinterpret_cast<sockaddr*>(&own), size));
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&own), &size);
      url = "http://127.0.0.1:" + std::to_string(ntohs(own.sin_port)) + "/";
      CPPUNIT_ASSERT_EQUAL(0, ::listen(listener_, 8));
      child_ = ::fork();
      if (child_ == 0) serve();
    }
    LosesAnswers(const LosesAnswers&) = delete;
    ~LosesAnswers() {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
      ::close(listener_);
    }

    std::string url;

   private:
    [[noreturn]] void serve() const {
      std::vector<pollfd> open{{listener_, POLLIN, 0}};
      for (int others = 0;;) {
        if (::poll(open.data(), open.size(), -1) < 0) ::_exit(1);
        if (open[0].revents) open.push_back({::accept(listener_, nullptr, nullptr), POLLIN, 0});
        for (std::size_t i = open.size() - 1; i > 0; --i) {
          if (!open[i].revents) continue;
          char bytes[4096];
          const ssize_t count = ::recv(open[i].fd, bytes, sizeof bytes, 0);
          const std::string_view request(bytes, count > 0 ? static_cast<std::size_t>(count) : 0);
          if (request.starts_with("GET ")) {
            const std::string body = std::to_string(others);
            const std::string reply =
                "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body;
            if (::send(open[i].fd, reply.data(), reply.size(), MSG_NOSIGNAL) > 0) continue;
          } else if (!request.empty()) {
            ++others;
            ::send(open[i].fd, answer_.data(), answer_.size(), MSG_NOSIGNAL);
          }
          ::close(open[i].fd);
          open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
        }
      }
    }

    int listener_;
    std::string answer_;
    pid_t child_;
  };

  void sends_what_has_an_effect_once_although_the_answer_is_lost() {
    for (const char* method : {"POST", "PUT", "DELETE"}) {
      const LosesAnswers server;
      http::Client client("tickets", "", std::chrono::seconds(2), std::chrono::seconds(2));
      http::Request look, effect;
      look.url = effect.url = server.url;
      effect.method = method;
      effect.body = "{}";
      CPPUNIT_ASSERT_EQUAL_MESSAGE(method, std::string("0"), client.send(look).body);
      assert_has(thrown_by([&] { client.send(effect); }), "Unavailable: tickets: " + effect.method);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(method, std::string("1"), client.send(look).body);
    }
  }

  void takes_a_status_without_its_body_if_that_is_enough() {
    const std::string large(2 << 20, 'x');
    for (const auto& [answer, status] :
         {std::pair<std::string, long>{"HTTP/1.1 202 Accepted\r\nContent-Length: 9\r\n\r\nx", 202},
          {"HTTP/1.1 500 Wrong\r\n\r\n" + large, 500},
          {"HTTP/1.1 103 Early Hints\r\n\r\n", 0},
          {"", 0}}) {
      const LosesAnswers server(answer);
      http::Client client("receiver", "", std::chrono::seconds(2), std::chrono::seconds(2));
      http::Request request{.method = "POST", .url = server.url, .headers = {}, .body = "{}"};
      assert_has(thrown_by([&] { client.send(request); }), "Unavailable: receiver: POST: ");
      request.is_status_enough = true;
      if (status) {
        CPPUNIT_ASSERT_EQUAL(status, client.send(request).status);
      } else {
        assert_has(thrown_by([&] { client.send(request); }), "Unavailable: receiver: POST: ");
      }
    }
  }

  void escapes_a_value_for_a_query() {
    for (auto [text, escaped] : {std::pair{"", ""},
                                 {"aZ09-._~", "aZ09-._~"},
                                 {"a b", "a%20b"},
                                 {"'CF.{x}' = 'y'", "%27CF.%7Bx%7D%27%20%3D%20%27y%27"},
                                 {"a&b=c#d?e/f+g%", "a%26b%3Dc%23d%3Fe%2Ff%2Bg%25"},
                                 {"ř\r\n", "%C5%99%0D%0A"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(escaped), http::Client::escape(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a%00b"), http::Client::escape(std::string("a\0b", 3)));
  }

  void speaks_http_only() {
    http::Client client("tickets", "", std::chrono::seconds(1), std::chrono::seconds(1));
    for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1/", "no url", ""}) {
      http::Request request;
      request.url = url;
      std::string thrown = thrown_by([&] { client.send(request); });
      CPPUNIT_ASSERT_MESSAGE(url + (" gives " + thrown),
                             thrown.starts_with("Unavailable: tickets: GET: "));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HttpTest);

}  // namespace spaconf

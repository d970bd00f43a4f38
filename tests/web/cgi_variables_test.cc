// Tests lib/web/cgi_variables.cc.
#include "web/cgi_variables.h"

#include "fixtures.h"

namespace spaconf::web {
namespace {

constexpr std::size_t largest = 10;

/// The request that these variables make, with `body` to read.
Request read(std::vector<const char*> variables, std::string body = "") {
  variables.push_back(nullptr);
  const CgiVariables parameters(variables.data());
  Request request = read_head(parameters, "/spaconf");
  request.body = read_body(parameters, largest, [&](char* to, int size) {
    const auto count = body.copy(to, static_cast<std::size_t>(size));
    body.erase(0, count);
    return static_cast<int>(count);
  });
  return request;
}

}  // namespace

class CgiVariablesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CgiVariablesTest);
  CPPUNIT_TEST(reads_the_headers_of_programs);
  CPPUNIT_TEST(reads_a_body_of_every_method);
  CPPUNIT_TEST(refuses_a_body_without_length_or_above_the_limit);
  CPPUNIT_TEST(takes_no_header_that_came_with_two_values);
  CPPUNIT_TEST(believes_a_certificate_only_with_its_marker);
  CPPUNIT_TEST_SUITE_END();

  void reads_the_headers_of_programs() {
    const Request request =
        read({"REQUEST_METHOD=GET", "REQUEST_URI=/spaconf/a%2Fb?q=1", "HTTP_AUTHORIZATION=Bearer x",
              "REMOTE_ADDR=192.0.2.7", "HTTP_IDEMPOTENCY_KEY=k1", "HTTP_IF_MATCH=\"3\"",
              "HTTP_IF_NONE_MATCH=*", "HTTP_COOKIE=a=b; c=d", "HTTP_ACCEPT_LANGUAGE=cs,en;q=0.5",
              "SCRIPT_NAME=/other", "PATH_INFO=/other"});
    CPPUNIT_ASSERT_EQUAL(std::string("/a/b"), request.path);
    CPPUNIT_ASSERT_EQUAL(std::string("q=1"), request.query);
    CPPUNIT_ASSERT_EQUAL(std::string("Bearer x"), request.authorization);
    CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.7"), request.remote_address);
    CPPUNIT_ASSERT_EQUAL(std::string("k1"), request.idempotency_key);
    CPPUNIT_ASSERT_EQUAL(std::string("\"3\""), request.if_match);
    CPPUNIT_ASSERT_EQUAL(std::string("*"), request.if_none_match);
    CPPUNIT_ASSERT_EQUAL(std::string("a=b; c=d"), request.cookie);
    CPPUNIT_ASSERT_EQUAL(std::string("cs,en;q=0.5"), request.accept_language);
  }

  void reads_a_body_of_every_method() {
    for (const char* method : {"REQUEST_METHOD=POST", "REQUEST_METHOD=PUT", "REQUEST_METHOD=PATCH",
                               "REQUEST_METHOD=DELETE"}) {
      const Request request =
          read({method, "REQUEST_URI=/spaconf/x", "CONTENT_LENGTH=10"}, "0123456789");
      CPPUNIT_ASSERT_EQUAL(std::string("0123456789"), request.body);
    }
    CPPUNIT_ASSERT_EQUAL(std::string(),
                         read({"REQUEST_METHOD=DELETE", "REQUEST_URI=/spaconf/x"}).body);
  }

  void refuses_a_body_without_length_or_above_the_limit() {
    struct Row {
      const char *method, *length, *refusal;
    } const table[] = {
        {"REQUEST_METHOD=POST", "CONTENT_LENGTH=", "Refused 411: "},
        {"REQUEST_METHOD=PUT", "CONTENT_LENGTH=", "Refused 411: "},
        {"REQUEST_METHOD=PATCH", "CONTENT_LENGTH=", "Refused 411: "},
        {"REQUEST_METHOD=PATCH", "CONTENT_LENGTH=11", "Refused 413: "},
        {"REQUEST_METHOD=POST", "CONTENT_LENGTH=99999999999999999999", "Refused 413: "},
        {"REQUEST_METHOD=POST", "CONTENT_LENGTH=-1", "Refused 400: "},
        {"REQUEST_METHOD=POST", "CONTENT_LENGTH=10", "Refused 400: "},  // the body is shorter
    };
    for (const Row& row : table) {
      assert_has(thrown_by([&] {
                   read({row.method, "REQUEST_URI=/spaconf/x", row.length}, "short");
                 }),
                 row.refusal);
    }
  }

  void takes_no_header_that_came_with_two_values() {
    const Request request = read({"REQUEST_METHOD=GET", "REQUEST_URI=/spaconf/x",
                                  "HTTP_AUTHORIZATION=Bearer x", "HTTP_AUTHORIZATION=Bearer y"});
    CPPUNIT_ASSERT_EQUAL(std::string(), request.authorization);
  }

  static std::string certificate(const char* marker, const char* verified,
                                 const char* subject = "SSL_CLIENT_S_DN=CN=portal") {
    return read({"REQUEST_METHOD=GET", "REQUEST_URI=/spaconf/x", marker, verified, subject})
        .certificate;
  }

  void believes_a_certificate_only_with_its_marker() {
    const char *marker = "SPACONF_CLIENT_CERTIFICATE=yes", *verified = "SSL_CLIENT_VERIFY=SUCCESS";
    CPPUNIT_ASSERT_EQUAL(std::string("CN=portal"), certificate(marker, verified));
    for (const char* other : {"SPACONF_CLIENT_CERTIFICATE=no", "SPACONF_AUTHENTICATED=yes",
                              "HTTP_SPACONF_CLIENT_CERTIFICATE=yes"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), certificate(other, verified));
    }
    for (const char* other :
         {"SSL_CLIENT_VERIFY=NONE", "SSL_CLIENT_VERIFY=GENEROUS",
          "SSL_CLIENT_VERIFY=FAILED:expired", "HTTP_SSL_CLIENT_VERIFY=SUCCESS"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), certificate(marker, other));
    }
    for (const char* other : {"HTTP_SSL_CLIENT_S_DN=CN=portal", "SSL_CLIENT_S_DN=CN=\xff"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), certificate(marker, verified, other));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CgiVariablesTest);

}  // namespace spaconf::web

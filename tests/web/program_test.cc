// Tests lib/web/program.cc with a program that throws what it is told.
#include "web/program.h"

#include "base/error.h"
#include "fixtures.h"

namespace spaconf::web {
namespace {

struct Fake : Program {
  std::optional<Response> refuse(const Request&) override { return refusal; }
  Response answer(const Request&) override {
    act();
    Response response;
    response.body = "fine";
    return response;
  }
  Response problem(const std::string& id, int status, const std::string& sentence) override {
    Response response;
    response.status = status;
    response.body = sentence;
    response.headers.emplace_back("Quoted", id);
    return response;
  }
  std::string base_path() const override { return "/spaconf"; }
  std::filesystem::path socket() const override { return ""; }
  int workers() const override { return 1; }

  std::function<void()> act;
  std::optional<Response> refusal;
};

}  // namespace

class ProgramTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProgramTest);
  CPPUNIT_TEST(makes_one_page_of_every_exception);
  CPPUNIT_TEST(reads_no_body_of_a_request_that_it_refuses);
  CPPUNIT_TEST_SUITE_END();

  void makes_one_page_of_every_exception() {
    struct Row {
      std::function<void()> act;
      int status;
      const char *body, *retry_after;
    } const table[] = {
        {[] {}, 200, "fine", ""},
        {[] { throw Refused(400, "no"); }, 400, "no", ""},
        {[] { throw Refused(405, "no", {}, "GET"); }, 405, "no", ""},
        {[] {
           throw Rejected(std::vector<Problem>{{"mac", "first"}, {"", "second"}});
         },
         422, "first", ""},
        {[] {
           throw Conflict({"mac", "there"}, "ref");
         },
         409, "there", ""},
        {[] {
           throw InProgress({"", "running"});
         },
         409, "running", "3"},
        {[] { throw Unavailable("directory", "ldap: secret detail"); }, 503,
         "The directory is not responding. Nothing was lost; please try again.", "10"},
        {[] { throw std::runtime_error("secret detail"); }, 500, "Internal error", ""},
        {[] { throw Misconfigured("secret detail"); }, 503, "spaconf is out of service", ""},
        {[] { throw std::bad_alloc(); }, 500, "Internal error", ""}};
    for (const Row& row : table) {
      Fake program;
      program.act = row.act;
      Response response;
      {
        Quiet quiet;
        Request request;
        request.id = "a1b2c3d4";
        response = respond(program, request, [] { return ""; });
      }
      CPPUNIT_ASSERT_EQUAL(row.status, response.status);
      CPPUNIT_ASSERT_MESSAGE(response.body, response.body.starts_with(row.body));
      CPPUNIT_ASSERT_EQUAL(response.body.npos, response.body.find("secret"));
      std::string retry_after, allow, quoted;
      for (const auto& [name, value] : response.headers) {
        if (name == "Retry-After") retry_after = value;
        if (name == "Allow") allow = value;
        if (name == "Quoted") quoted = value;
      }
      CPPUNIT_ASSERT_EQUAL(std::string(row.retry_after), retry_after);
      CPPUNIT_ASSERT_EQUAL(std::string(row.status == 405 ? "GET" : ""), allow);
      CPPUNIT_ASSERT_EQUAL(std::string(row.status == 200 ? "" : "a1b2c3d4"), quoted);
    }
  }

  void reads_no_body_of_a_request_that_it_refuses() {
    Fake program;
    Request request;
    bool has_read = false;
    const auto read_body = [&] {
      has_read = true;
      return "the body";
    };
    program.refusal = Response();
    program.refusal->status = 401;
    CPPUNIT_ASSERT_EQUAL(401, respond(program, request, read_body).status);
    CPPUNIT_ASSERT(!has_read);
    program.refusal = {};
    program.act = [&] { CPPUNIT_ASSERT_EQUAL(std::string("the body"), request.body); };
    CPPUNIT_ASSERT_EQUAL(200, respond(program, request, read_body).status);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProgramTest);

}  // namespace spaconf::web

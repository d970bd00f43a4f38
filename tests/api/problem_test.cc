// Tests lib/api/problem.cc.
#include "api/problem.h"

#include <nlohmann/json.hpp>

#include "api/if_match.h"
#include "base/error.h"
#include "fixtures.h"
#include "registration/account_assignment.h"
#include "registration/change.h"
#include "registration/find_person.h"
#include "registration/register.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

}  // namespace

class ProblemTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProblemTest);
  CPPUNIT_TEST(has_the_members_of_the_standard);
  CPPUNIT_TEST(is_made_of_every_exception_that_a_client_can_cause);
  CPPUNIT_TEST(says_what_someone_else_has_changed);
  CPPUNIT_TEST(keeps_the_headers_of_a_refusal);
  CPPUNIT_TEST(tells_a_client_when_to_wait_and_when_a_phone_is_in_the_way);
  CPPUNIT_TEST(lets_other_exceptions_pass);
  CPPUNIT_TEST_SUITE_END();

  static web::Response answer(const std::function<void()>& fail) {
    Quiet quiet;
    web::Request request;
    request.id = "a1b2c3d4";
    return answer_or_problem(request, [&] {
      fail();
      return web::Response{.type = "", .body = "fine", .headers = {}};
    });
  }

  void has_the_members_of_the_standard() {
    const web::Response response = problem("a1b2c3d4", 404, "There is \"no\" such \xff.");
    CPPUNIT_ASSERT_EQUAL(404, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("application/problem+json"), response.type);
    const Json expected = {{"type", "about:blank"},
                           {"title", "Not Found"},
                           {"status", 404},
                           {"detail", "There is \"no\" such \ufffd."},
                           {"instance", "a1b2c3d4"}};
    CPPUNIT_ASSERT_EQUAL(expected.dump(), Json::parse(response.body).dump());
  }

  void is_made_of_every_exception_that_a_client_can_cause() {
    const struct {
      std::function<void()> fail;
      int status;
      std::string detail, errors, registration;
    } table[] = {
        {[] { throw Refusal(428, "A."); }, 428, "A.", "", ""},
        {[] {
           throw InvalidBody({{"/x", "A."}, {"/y", "B."}});
         },
         422, "A.", R"([{"detail":"A.","pointer":"/x"},{"detail":"B.","pointer":"/y"}])", ""},
        {[] {
           throw Rejected({{"mac", "A."}, {"line2_user", "B."}});
         },
         422, "A.",
         R"([{"detail":"A.","pointer":"/mac"},{"detail":"B.","pointer":"/lines/1/user"}])", ""},
        {[] { throw UnknownPerson("x"); }, 422, "There is no user x in the directory.",
         R"([{"detail":"There is no user x in the directory.","pointer":"/login"}])", ""},
        {[] {
           throw Conflict({"mac", "There."}, "abc");
         },
         409, "There.", R"([{"detail":"There.","pointer":"/mac"}])", "abc"},
        {[] {
           throw AlreadyRegistered({"line1_user", "There."}, "abc");
         },
         409, "There.", R"([{"detail":"There.","pointer":"/lines/0/user"}])", "abc"},
        {[] {
           throw InProgress({"", "Wait."});
         },
         409, "Wait.", "", ""},
        {[] { throw Overtaken(); }, 412,
         "Someone else has changed this phone in the meantime. Nothing changed.", "", ""},
    };
    for (const auto& row : table) {
      const web::Response response = answer(row.fail);
      const Json body = Json::parse(response.body);
      CPPUNIT_ASSERT_EQUAL(row.status, response.status);
      CPPUNIT_ASSERT_EQUAL(row.status, body.at("status").get<int>());
      CPPUNIT_ASSERT_EQUAL(row.detail, body.at("detail").get<std::string>());
      CPPUNIT_ASSERT_EQUAL(row.errors, body.contains("errors") ? body["errors"].dump() : "");
      CPPUNIT_ASSERT_EQUAL(row.registration, body.value("registration", ""));
    }
  }

  void says_what_someone_else_has_changed() {
    const web::Response response = answer([] {
      Record record;
      record.ref = "abc";
      record.version = 3;
      throw ConditionFailed(412, "A.", record, {"hostname: a → b"});
    });
    const Json body = Json::parse(response.body);
    CPPUNIT_ASSERT_EQUAL(std::string("abc"), body.at("registration").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(412, response.status);
    CPPUNIT_ASSERT_EQUAL(3, body.at("version").get<int>());
    CPPUNIT_ASSERT_EQUAL(std::string("[\"hostname: a → b\"]"), body.at("differences").dump());
  }

  void keeps_the_headers_of_a_refusal() {
    const auto headers = answer([] {
                           throw Refusal(401, "A.", {{"WWW-Authenticate", "Bearer"}});
                         }).headers;
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), headers.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Bearer"), headers[0].second);
  }

  void tells_a_client_when_to_wait_and_when_a_phone_is_in_the_way() {
    const web::Response wait = answer([] { throw InProgress({"", "Wait."}); });
    CPPUNIT_ASSERT_EQUAL(std::string("Retry-After"), wait.headers.at(0).first);
    CPPUNIT_ASSERT_EQUAL(std::string("urn:spaconf:problem:in-progress"),
                         Json::parse(wait.body).at("type").get<std::string>());
    const web::Response taken = answer([] { throw Conflict({"mac", "There."}, "abc"); });
    CPPUNIT_ASSERT(taken.headers.empty());
    CPPUNIT_ASSERT_EQUAL(std::string("about:blank"),
                         Json::parse(taken.body).at("type").get<std::string>());
  }

  void lets_other_exceptions_pass() {
    CPPUNIT_ASSERT_THROW(answer([] { throw Unavailable("directory", "x"); }), Unavailable);
    CPPUNIT_ASSERT_THROW(answer([] { throw web::Refused(405, "x", {}, "GET"); }), web::Refused);
    CPPUNIT_ASSERT_THROW(answer([] { throw std::runtime_error("x"); }), std::runtime_error);
    CPPUNIT_ASSERT_EQUAL(std::string("fine"), answer([] {}).body);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProblemTest);

}  // namespace spaconf::api

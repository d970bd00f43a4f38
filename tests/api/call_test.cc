// Tests lib/api/call.cc and on_behalf_of.cc.
#include "api/call.h"

#include "api/on_behalf_of.h"
#include "api/people_call.h"
#include "api/phone_call.h"
#include "api/profile_call.h"
#include "api/resync_call.h"
#include "api/show_call.h"
#include "base/error.h"
#include "fixtures.h"

namespace spaconf::api {

class CallTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CallTest);
  CPPUNIT_TEST(has_the_parts_of_its_path);
  CPPUNIT_TEST(takes_a_key_with_and_without_quotes);
  CPPUNIT_TEST(refuses_a_key_that_the_table_cannot_hold);
  CPPUNIT_TEST(refuses_parameters_of_calls_that_have_none);
  CPPUNIT_TEST(names_the_person_at_the_portal);
  CPPUNIT_TEST(is_another_request_for_another_person_at_the_portal);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  Api api_{config(folder_, shipped_configuration(folder_))};
  web::Request request_;
  Client client_;
  Call call_{.api = api_, .request = request_, .client = client_};

  static SentForm sent(const std::string& body) {
    web::Request request;
    request.content_type = "application/json";
    request.body = body;
    return sent_form(request);
  }

  void has_the_parts_of_its_path() {
    request_.path = "/registrations/abc/retire";
    CPPUNIT_ASSERT_EQUAL(std::string("abc"), call_.part(1));
    CPPUNIT_ASSERT_EQUAL(std::string("retire"), call_.part(2));
    CPPUNIT_ASSERT_EQUAL(std::string(), call_.part(3));
    CPPUNIT_ASSERT_EQUAL(std::string("/spaconf/api/v1/registrations/abc"), path_of(api_, "abc"));
  }

  void takes_a_key_with_and_without_quotes() {
    for (const auto& [header, key] :
         {std::pair<std::string, std::string>{"", ""}, {"abc", "abc"}, {"\"abc\"", "abc"}}) {
      request_.idempotency_key = header;
      CPPUNIT_ASSERT_EQUAL(key, call_.idempotency_key());
    }
    request_.idempotency_key = "\"" + std::string(64, 'k') + "\"";
    CPPUNIT_ASSERT_EQUAL(std::size_t(64), call_.idempotency_key().size());
  }

  void refuses_a_key_that_the_table_cannot_hold() {
    for (const std::string& key : {std::string("\"\""), std::string(65, 'k'), std::string("a b"),
                                   std::string("ř"), std::string("a\n")}) {
      request_.idempotency_key = key;
      CPPUNIT_ASSERT_THROW(call_.idempotency_key(), Refusal);
    }
  }

  void refuses_parameters_of_calls_that_have_none() {
    call_.refuse_parameters();
    for (const auto& [path, answer] : {std::pair{"/registrations/abc", &show_call},
                                       {"/registrations/abc/resync", &resync_call},
                                       {"/registrations/abc/profile", &profile_call},
                                       {"/phones/000e08112233", &phone_call},
                                       {"/people/novak", &people_call}}) {
      request_.path = path;
      request_.query = "dry_run=true";
      try {
        answer(call_);
        CPPUNIT_FAIL(path);
      } catch (const Refusal& refusal) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 400, refusal.status());
        assert_has(refusal.what(), "no parameter dry_run");
      }
    }
  }

  void names_the_person_at_the_portal() {
    client_.name = "onboarding";
    CPPUNIT_ASSERT_EQUAL(std::string("client:onboarding"), sent("{}").actor(call_));
    const SentForm form = sent(R"({"on_behalf_of": " jana ", "login": "novak"})");
    CPPUNIT_ASSERT_EQUAL(std::string("client:onboarding for jana"), form.actor(call_));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), form.form.all().size());
    for (const std::string& name : {std::string("a\\nb"), std::string(101, 'x')}) {
      CPPUNIT_ASSERT_THROW(sent("{\"on_behalf_of\": \"" + name + "\"}"), Rejected);
    }
  }

  void is_another_request_for_another_person_at_the_portal() {
    const std::string a = R"({"on_behalf_of": "a", "login": "novak"})";
    CPPUNIT_ASSERT_EQUAL(sent(a).fingerprint(), sent(a).fingerprint());
    for (const char* other : {R"({"on_behalf_of": "b", "login": "novak"})",
                              R"({"on_behalf_of": "a", "login": "dvorak"})", "{}"}) {
      CPPUNIT_ASSERT(sent(a).fingerprint() != sent(other).fingerprint());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CallTest);

}  // namespace spaconf::api

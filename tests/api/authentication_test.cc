// Tests lib/api/authentication.cc, as far as no database is asked.
#include "api/authentication.h"

#include "fixtures.h"

namespace spaconf::api {

class AuthenticationTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AuthenticationTest);
  CPPUNIT_TEST(refuses_a_request_without_a_bearer_token);
  CPPUNIT_TEST(asks_the_database_for_a_token_alone);
  CPPUNIT_TEST(asks_for_a_certificate_only_without_another_claim);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* token = "spaconf_abcd1234_abcdefghijklmnopqrstuvwxyz012345";

  Folder folder_;
  const Config config_ = config(folder_, shipped_configuration(folder_));
  sql::Connection database_{config_.section("database")};
  Store store_{database_, seal_keys(config_.section("database"))};

  /// The status with the header that goes with it; "database" when the database was asked.
  std::string answer(const std::string& header, const std::string& certificate = "") {
    try {
      web::Request request;
      request.authorization = header;
      request.certificate = certificate;
      request.remote_address = "192.0.2.7";
      authenticated_client(store_, request);
    } catch (const Refusal& refusal) {
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), refusal.headers().size());
      const auto& [name, value] = refusal.headers().front();
      return std::to_string(refusal.status()) + " " + name + ": " + value;
    } catch (const Unavailable& unavailable) {
      return unavailable.service();
    }
    return "";
  }

  void refuses_a_request_without_a_bearer_token() {
    for (const std::string& header :
         {std::string(""), std::string("Bearer"), std::string("Bearer "), std::string("Bearer  "),
          std::string("Basic c3BhY29uZg=="), std::string(token), std::string("Bearer\t") + token,
          std::string("Token ") + token, std::string(" Bearer ") + token}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          header, std::string("401 WWW-Authenticate: Bearer realm=\"spaconf\""), answer(header));
    }
  }

  void asks_the_database_for_a_token_alone() {
    for (const char* scheme : {"Bearer ", "bearer ", "BEARER ", "Bearer  "}) {
      CPPUNIT_ASSERT_EQUAL(std::string("database"), answer(std::string(scheme) + token));
    }
  }

  void asks_for_a_certificate_only_without_another_claim() {
    CPPUNIT_ASSERT_EQUAL(std::string("database"), answer("", "CN=portal"));
    const std::string refused = "401 WWW-Authenticate: Bearer realm=\"spaconf\"";
    for (const char* header : {"Bearer", "Basic c3BhY29uZg=="}) {
      CPPUNIT_ASSERT_EQUAL(refused, answer(header, "CN=portal"));
    }
    CPPUNIT_ASSERT_EQUAL(refused, answer("", "portal"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AuthenticationTest);

}  // namespace spaconf::api

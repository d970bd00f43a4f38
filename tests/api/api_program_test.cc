// Tests lib/api/api_program.cc, as far as it goes without servers.
#include "api/api_program.h"

#include <nlohmann/json.hpp>

#include "api/batch_call.h"
#include "base/file.h"
#include "base/text.h"
#include "fixtures.h"

namespace spaconf::api {

class ApiProgramTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ApiProgramTest);
  CPPUNIT_TEST(is_built_from_the_shipped_configuration);
  CPPUNIT_TEST(is_built_from_a_configuration_that_does_not_know_it);
  CPPUNIT_TEST(needs_no_secret_that_its_unit_hides);
  CPPUNIT_TEST(shows_problems_as_json);
  CPPUNIT_TEST(limits_a_body_by_its_path);
  CPPUNIT_TEST(counts_a_request_for_its_route_and_never_shows_its_path);
  CPPUNIT_TEST(is_not_ready_without_its_services);
  CPPUNIT_TEST(shows_the_contract_to_everybody);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  web::RequestCounters counters_;

  std::unique_ptr<web::Program> program(
      const std::vector<std::pair<std::string, std::string>>& changes = {}) {
    return make_api_program(folder_.file("spaconf.conf", shipped_configuration(folder_, changes)),
                            counters_);
  }

  void is_built_from_the_shipped_configuration() {
    const auto api = program();
    CPPUNIT_ASSERT_EQUAL(std::string("/spaconf/api/v1"), api->base_path());
    CPPUNIT_ASSERT_EQUAL(std::string("/run/spaconf/api.sock"), api->socket().string());
    CPPUNIT_ASSERT_EQUAL(8, api->workers());
    assert_has(thrown_by([&] { program({{"api_workers = ", "0"}}); }), "api_workers must be");
  }

  void is_built_from_a_configuration_that_does_not_know_it() {
    std::string text = shipped_configuration(folder_);
    for (const std::string line : {"api_socket = ", "api_workers = "}) {
      const auto begin = text.find(line);
      CPPUNIT_ASSERT(begin != text.npos);
      text.erase(begin, text.find('\n', begin) - begin);
    }
    const auto api = make_api_program(folder_.file("spaconf.conf", text), counters_);
    CPPUNIT_ASSERT_EQUAL(std::string("/run/spaconf/api.sock"), api->socket().string());
  }

  void needs_no_secret_that_its_unit_hides() {
    const auto secrets = folder_.path() / "etc/secrets";
    std::string text = shipped_configuration(folder_);
    for (const char* user : {"form", "migrate"}) {
      text += std::string("[database.") + user + "]\nuser = \"x\"\npassword_file = \"" +
              (secrets / ("database." + std::string(user) + ".password")).string() + "\"\n";
    }
    int hidden = 0;
    for (const std::string& line : split(read_file(in_tree("systemd/spaconf-api.service")), '\n')) {
      if (!line.starts_with("InaccessiblePaths=-/etc/spaconf/secrets/")) continue;
      std::filesystem::remove(secrets / std::filesystem::path(line).filename());
      ++hidden;
    }
    CPPUNIT_ASSERT(hidden >= 7);
    make_api_program(folder_.file("spaconf.conf", text), counters_);
  }

  void shows_problems_as_json() {
    Quiet quiet;
    const auto api = program();
    web::Request request;
    request.id = "a1b2c3d4";
    request.method = "GET";
    request.path = "/registrations";
    // There is no database.
    const web::Response response = web::respond(*api, request, [] { return ""; });
    CPPUNIT_ASSERT_EQUAL(503, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("application/problem+json"), response.type);
    const auto problem = nlohmann::json::parse(response.body);
    CPPUNIT_ASSERT_EQUAL(std::string("a1b2c3d4"), problem["instance"].get<std::string>());
    assert_has(problem["detail"].get<std::string>(), "The database is not responding.");
  }

  static web::Request request(const std::string& method, const std::string& path) {
    web::Request request;
    request.method = method;
    request.path = path;
    return request;
  }

  void limits_a_body_by_its_path() {
    const auto api = program();
    CPPUNIT_ASSERT_EQUAL(largest_batch, api->largest_body("/registrations/batch"));
    for (const char* path : {"/registrations", "/registrations/batch/x", "/nosuch", ""}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, web::largest_form, api->largest_body(path));
    }
  }

  void counts_a_request_for_its_route_and_never_shows_its_path() {
    const auto api = program();
    for (const auto& [method, path] : {std::pair{"GET", "/registrations/abcdefghjk"},
                                       {"HEAD", "/registrations/novak"},
                                       {"POST", "/registrations"},
                                       {"DELETE", "/registrations"},
                                       {"GET", "/novak"},
                                       {"", ""}}) {
      api->count(request(method, path), 200, std::chrono::microseconds(1));
    }
    const web::Response response = api->answer(request("GET", "/metrics"));
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("text/plain; version=0.0.4; charset=utf-8"), response.type);
    const std::string& body = response.body;
    for (const char* counted :
         {"GET /registrations/*\",status=\"200\"} 2\n", "POST /registrations\",status=\"200\"} 1\n",
          "none\",status=\"200\"} 3\n"}) {
      assert_has(body, std::string("{program=\"api\",route=\"") + counted);
    }
    CPPUNIT_ASSERT_EQUAL(body.npos, body.find("novak"));
    // A program that was built again goes on with the same numbers.
    CPPUNIT_ASSERT_EQUAL(body, program()->answer(request("GET", "/metrics")).body);
  }

  void is_not_ready_without_its_services() {
    Quiet quiet;
    const web::Response response = program()->answer(request("GET", "/readyz"));
    CPPUNIT_ASSERT_EQUAL(503, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("application/json"), response.type);
    const auto services = nlohmann::json::parse(response.body)["services"];
    for (const char* service : {"database", "exchange", "directory"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(service, false, services[service]["ok"].get<bool>());
    }
  }

  /// With its own base path, and without a token or a database.
  void shows_the_contract_to_everybody() {
    const auto api = program({{"base_path = ", "\"/voip\""}});
    const auto contract = nlohmann::json::parse(api->answer(request("GET", "/openapi.json")).body);
    CPPUNIT_ASSERT_EQUAL(std::string("3.1.0"), contract["openapi"].get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::string("/voip/api/v1"),
                         contract["servers"][0]["url"].get<std::string>());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ApiProgramTest);

}  // namespace spaconf::api

// Tests lib/api/contract.cc.
#include "api/contract.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "fixtures.h"

namespace spaconf::api {

class ContractTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ContractTest);
  CPPUNIT_TEST(has_the_base_path_of_the_server);
  CPPUNIT_TEST(is_refused_when_it_is_missing_or_not_json);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;

  void has_the_base_path_of_the_server() {
    folder_.file("api/openapi.json", R"({"openapi": "3.1.0", "servers": [], "paths": {}})");
    const std::string text = contract_below("/voip/api/v1", Templates(folder_.path()));
    const nlohmann::json expected = {{"openapi", "3.1.0"},
                                     {"servers", {{{"url", "/voip/api/v1"}}}},
                                     {"paths", nlohmann::json::object()}};
    CPPUNIT_ASSERT_EQUAL(expected.dump(), nlohmann::json::parse(text).dump());
    CPPUNIT_ASSERT(text.find("openapi") < text.find("servers"));
    CPPUNIT_ASSERT(text.find("servers") < text.find("paths"));
  }

  void is_refused_when_it_is_missing_or_not_json() {
    const auto refusal = [&] { contract_below("/spaconf/api/v1", Templates(folder_.path())); };
    assert_has(thrown_by(refusal), "openapi.json: cannot read the contract");
    folder_.file("api/openapi.json", "{");
    CPPUNIT_ASSERT_THROW(refusal(), Misconfigured);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ContractTest);

}  // namespace spaconf::api

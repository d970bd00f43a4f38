// Tests lib/base/json.cc.
#include "base/json.h"

#include <nlohmann/json.hpp>

#include "fixtures.h"

namespace spaconf {

class JsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonTest);
  CPPUNIT_TEST(prints_whatever_a_value_holds);
  CPPUNIT_TEST(has_times_with_their_zone);
  CPPUNIT_TEST_SUITE_END();

  void prints_whatever_a_value_holds() {
    using Json = nlohmann::json;
    const Json array = Json::array({1, "x"});
    struct Row {
      Json value;
      std::string line, lines;
    };
    const Row table[] = {
        {nullptr, "null", "null\n"},
        {true, "true", "true\n"},
        {-7, "-7", "-7\n"},
        {Json::array(), "[]", "[]\n"},
        {Json::object(), "{}", "{}\n"},
        {array, "[1,\"x\"]", "[\n  1,\n  \"x\"\n]\n"},
        {{{"b", 1}, {"a", array}},
         "{\"a\":[1,\"x\"],\"b\":1}",
         "{\n  \"a\": [\n    1,\n    \"x\"\n  ],\n  \"b\": 1\n}\n"},
        {"Řehoř", "\"Řehoř\"", "\"Řehoř\"\n"},
        {"\"\\/\n\x01", R"("\"\\/\n\u0001")",
         R"("\"\\/\n\u0001")"
         "\n"},
        {"not \xff UTF-8", "\"not \xef\xbf\xbd UTF-8\"", "\"not \xef\xbf\xbd UTF-8\"\n"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(row.line, json_line(row.value));
      CPPUNIT_ASSERT_EQUAL(row.lines, json_lines(row.value));
    }
  }

  void has_times_with_their_zone() {
    CPPUNIT_ASSERT_EQUAL(std::string("2026-11-23T10:33:07Z"), timestamp("2026-11-23 10:33:07"));
    CPPUNIT_ASSERT_EQUAL(std::string(), timestamp(""));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(JsonTest);

}  // namespace spaconf

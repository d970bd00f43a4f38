// Tests lib/api/strict_json.cc.
#include "api/strict_json.h"

#include <nlohmann/json.hpp>

#include "api/problem.h"
#include "fixtures.h"

namespace spaconf::api {

class StrictJsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StrictJsonTest);
  CPPUNIT_TEST(reads_what_is_json);
  CPPUNIT_TEST(refuses_what_is_not_or_not_clearly);
  CPPUNIT_TEST(quotes_nothing_of_the_text);
  CPPUNIT_TEST_SUITE_END();

  static std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  }

  static std::string refusal(std::string_view text) {
    try {
      json_in(text);
      return "";
    } catch (const Refusal& refusal) {
      CPPUNIT_ASSERT_EQUAL(400, refusal.status());
      return refusal.what();
    }
  }

  void reads_what_is_json() {
    for (const std::string& text :
         {std::string("{}"), std::string(" {\"a\": [1, true, null, \"\\u0159\"]}\n"),
          std::string("{\"a\": {\"a\": 1}, \"b\": {\"a\": 2}}"), std::string("\"ř\""), nested(8)}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(), refusal(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("ř"), json_in("\"\\u0159\"").get<std::string>());
  }

  void refuses_what_is_not_or_not_clearly() {
    const struct {
      std::string text, sentence;
    } table[] = {
        {"", "is not JSON"},
        {"{", "is not JSON"},
        {"{} x", "is not JSON"},
        {"{}{}", "is not JSON"},
        {"{\"a\": 1,}", "is not JSON"},
        {"{'a': 1}", "is not JSON"},
        {"// x\n{}", "is not JSON"},
        {"{\"a\": NaN}", "is not JSON"},
        {"\"\xff\"", "is not JSON"},
        {"\"\xc0\xaf\"", "is not JSON"},
        {"\"\\ud800\"", "is not JSON"},
        {"\"a\nb\"", "is not JSON"},
        {std::string("\"a\0b\"", 5), "is not JSON"},
        {std::string("{}\0x", 4), "byte 3 does not fit"},
        {std::string("{}\0", 3), "byte 3 does not fit"},
        {"1e999", "too large"},
        {"{\"a\": 1, \"a\": 1}", "twice"},
        {"{\"a\": 1, \"\\u0061\": 1}", "twice"},
        {"[{\"b\": {\"a\": 1, \"c\": {}, \"a\": 2}}]", "twice"},
        {nested(9), "more than 8 deep"},
        {std::string(1'000'000, '['), "more than 8 deep"},
        {"{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}", "more than 8 deep"},
    };
    for (const auto& row : table) {
      const std::string sentence = refusal(row.text);
      CPPUNIT_ASSERT_MESSAGE(row.text.substr(0, 40) + ": " + sentence,
                             sentence.find(row.sentence) != sentence.npos);
    }
  }

  void quotes_nothing_of_the_text() {
    for (const char* text : {"{\"password\": \"secret\" x}", "{\"secret\": 1, \"secret\": 2}",
                             "secret", "{\"a\": \"secret\xff\"}"}) {
      const std::string sentence = refusal(text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(sentence, sentence.npos, sentence.find("secret"));
      CPPUNIT_ASSERT(!sentence.empty());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StrictJsonTest);

}  // namespace spaconf::api

// Tests lib/base/number.cc.
#include "base/number.h"

#include "fixtures.h"

namespace spaconf {

class NumberTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NumberTest);
  CPPUNIT_TEST(reads_what_is_a_number_as_a_whole);
  CPPUNIT_TEST(keeps_within_its_limits);
  CPPUNIT_TEST_SUITE_END();

  using Number = std::optional<std::int64_t>;

  static std::string shown(Number number) { return number ? std::to_string(*number) : "none"; }

  void reads_what_is_a_number_as_a_whole() {
    using namespace std::string_view_literals;
    constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
    struct Row {
      std::string_view text;
      Number number;
    };
    const Row table[] = {
        {"0", 0},
        {"42", 42},
        {"007", 7},
        {"-7", -7},
        {"9223372036854775807", greatest},
        {"-9223372036854775808", -greatest - 1},
        {"9223372036854775808", {}},
        {"99999999999999999999999999", {}},
        {"", {}},
        {"-", {}},
        {"--7", {}},
        {"+42", {}},
        {" 42", {}},
        {"42 ", {}},
        {"42\n", {}},
        {"42x", {}},
        {"4.2", {}},
        {"1e3", {}},
        {"0x2a", {}},
        {"4\0002"sv, {}},
        {"٤٢", {}},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.text), shown(row.number),
                                   shown(whole_number(row.text)));
    }
  }

  void keeps_within_its_limits() {
    struct Row {
      std::string_view text;
      std::int64_t least, most;
      Number number;
    };
    const Row table[] = {
        {"1", 1, 65535, 1},   {"65535", 1, 65535, 65535}, {"0", 1, 65535, {}}, {"65536", 1, 9, {}},
        {"255", 0, 255, 255}, {"-0", 0, 255, {}},         {"-1", 0, 255, {}},  {"-1", -1, 255, -1},
        {"-0", -1, 255, 0},   {"-2", -1, 255, {}},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.text), shown(row.number),
                                   shown(whole_number(row.text, row.least, row.most)));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(NumberTest);

}  // namespace spaconf

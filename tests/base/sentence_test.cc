// Tests lib/base/sentence.cc.
#include "base/sentence.h"

#include "fixtures.h"

namespace spaconf {

class SentenceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SentenceTest);
  CPPUNIT_TEST(puts_values_in_named_places);
  CPPUNIT_TEST(finds_values_that_were_put_in_places);
  CPPUNIT_TEST_SUITE_END();

  void puts_values_in_named_places() {
    struct Row {
      const char *text, *filled;
    } const table[] = {
        {"The MAC address {mac} is of {person}.", "The MAC address 00 is of {mac}."},
        {"{person} má adresu {mac}.", "{mac} má adresu 00."},
        {"{mac}{mac}", "0000"},
        {"Only {person}", "Only {mac}"},
        {"{nothing} { {mac} {mac", "{nothing} { 00 {mac"},
        {"{count}}", "7}"},
        {"", ""},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.filled),
                           sentence(row.text, {{"mac", "00"}, {"person", "{mac}"}, {"count", 7}}));
    }
  }

  void finds_values_that_were_put_in_places() {
    struct Row {
      const char *text, *message, *values;
    } const table[] = {
        {"1001 belongs to novak.", "{user} belongs to {owner}.", "user=1001 owner=novak "},
        {"a, b, c", "{first}, {rest}", "first=a rest=b, c "},
        {"1001", "{user}", "user=1001 "},
        {"Nothing.", "Nothing.", ""},
        {"1001 belongs to novak", "{user} belongs to {owner}.", "none"},
        {"Nothing", "Nothing.", "none"},
    };
    for (const Row& row : table) {
      const auto values = values_in(row.text, row.message);
      std::string found = values ? "" : "none";
      for (const NamedValue& each : values.value_or(std::vector<NamedValue>())) {
        found += std::string(each.name) + "=" + each.value + " ";
      }
      CPPUNIT_ASSERT_EQUAL(std::string(row.values), found);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SentenceTest);

}  // namespace spaconf

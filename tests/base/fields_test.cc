// Tests lib/base/fields.cc.
#include "base/fields.h"

#include "fixtures.h"

namespace spaconf {

class FieldsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FieldsTest);
  CPPUNIT_TEST(finds_by_the_exact_name);
  CPPUNIT_TEST_SUITE_END();

  void finds_by_the_exact_name() {
    Fields fields;
    fields.add("a", "1");
    fields.add("A", "2");
    fields.add("a", "3");
    fields.add("empty", "");
    CPPUNIT_ASSERT_EQUAL(std::string("1"), fields.text("a"));
    CPPUNIT_ASSERT((fields.texts("a") == std::vector<std::string>{"1", "3"}));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), fields.text("A"));
    CPPUNIT_ASSERT(fields.has("empty") && fields.text("empty").empty());
    CPPUNIT_ASSERT(!fields.has("b") && fields.text("b").empty() && fields.texts("b").empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), fields.all().size());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FieldsTest);

}  // namespace spaconf

// Tests lib/api/pointer.cc.
#include "api/pointer.h"

#include "fixtures.h"

namespace spaconf::api {

class PointerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PointerTest);
  CPPUNIT_TEST(leads_from_a_field_to_its_member);
  CPPUNIT_TEST_SUITE_END();

  void leads_from_a_field_to_its_member() {
    const std::pair<const char*, const char*> table[] = {
        {"", ""},
        {"mac", "/mac"},
        {"permission", "/permissions"},
        {"setting", "/settings"},
        {"line1_user", "/lines/0/user"},
        {"line6_display", "/lines/5/display"},
        {"line2_permission", "/lines/1/permissions"},
        {"line7_user", "/line7_user"},
        {"a/b~", "/a~1b~0"},
    };
    for (const auto& [field, pointer] : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(pointer), pointer_to(field));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PointerTest);

}  // namespace spaconf::api

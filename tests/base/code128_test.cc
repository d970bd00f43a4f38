// Tests lib/base/code128.cc.
#include "base/code128.h"

#include <stdexcept>

#include "fixtures.h"

namespace spaconf {

class Code128Test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(Code128Test);
  CPPUNIT_TEST(draws_bars);
  CPPUNIT_TEST(refuses_what_does_not_fit);
  CPPUNIT_TEST_SUITE_END();

  void draws_bars() {
    // Start B 11010010000, A 10100011000, check 34 10001011000, stop 1100011101011.
    const BarCode code = code128("A");
    CPPUNIT_ASSERT_EQUAL(46, code.width);
    CPPUNIT_ASSERT_EQUAL(
        std::string("M0 0h2v1H0zM3 0h1v1H3zM6 0h1v1H6zM11 0h1v1H11zM13 0h1v1H13zM17 0h2v1H17z"
                    "M22 0h1v1H22zM26 0h1v1H26zM28 0h2v1H28zM33 0h2v1H33zM38 0h3v1H38zM42 0h1v1H42z"
                    "M44 0h2v1H44z"),
        code.path);
  }

  void refuses_what_does_not_fit() {
    CPPUNIT_ASSERT_THROW(code128(""), std::invalid_argument);
    CPPUNIT_ASSERT_THROW(code128(std::string(1000, 'x')), std::invalid_argument);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(Code128Test);

}  // namespace spaconf

// Tests lib/phone/serial.cc.
#include "phone/serial.h"

#include "fixtures.h"

namespace spaconf {

class SerialTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SerialTest);
  CPPUNIT_TEST(reads_what_cartons_have);
  CPPUNIT_TEST(refuses_everything_else);
  CPPUNIT_TEST_SUITE_END();

  void reads_what_cartons_have() {
    for (auto [text, serial] : {std::pair{"88019FA42805", "88019FA42805"},
                                {"4mm00f903042", "4MM00F903042"},
                                {"CCQ162306EA", "CCQ162306EA"},
                                {"\x02 4MM00F903042\x03\u00a0", "4MM00F903042"},
                                {" 4MM00F903042\r\n", "4MM00F903042"}}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(serial), parse_serial(text).value_or("none"));
    }
  }

  void refuses_everything_else() {
    for (const char* text : {"", "4MM00F9030", "4MM00F9030422", "4MM00F-03042", "4MM00 903042",
                             "4MM00F9030\xc3\xa9", "00:0e:08:aa:bb:cc"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_serial(text));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SerialTest);

}  // namespace spaconf

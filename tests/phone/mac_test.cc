// Tests lib/phone/mac.cc.
#include "phone/mac.h"

#include "fixtures.h"

namespace spaconf {

class MacTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MacTest);
  CPPUNIT_TEST(reads_what_people_type_and_scanners_send);
  CPPUNIT_TEST(refuses_what_no_phone_has);
  CPPUNIT_TEST(spells_itself_in_three_ways);
  CPPUNIT_TEST_SUITE_END();

  void reads_what_people_type_and_scanners_send() {
    for (const char* text :
         {"000e08aabbcc", "000E08AABBCC", "000e08AABBCC", "00:0e:08:aa:bb:cc", "00:0E:08:AA:BB:CC",
          "00-0e-08-aa-bb-cc", "00-0E-08-AA-BB-CC", "000e.08aa.bbcc", "000E.08AA.BBCC",
          "000E08AABBCC\r\n", "\t 00:0e:08:aa:bb:cc  ", "\n000e08aabbcc",
          "\u00a0000e08aabbcc\u00a0", "\ufeff00:0e:08:aa:bb:cc\u200b",
          "\x02"
          "000e08aabbcc\x03",
          "00:0e:08\u200b:aa:bb:cc"}) {
      auto mac = Mac::parse(text);
      CPPUNIT_ASSERT_MESSAGE(text, mac);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("000e08aabbcc"), mac->plain());
    }
  }

  void refuses_what_no_phone_has() {
    for (const char* text : {"",  // nothing
                             "   ",
                             "000e08aabbc",
                             "000e08aabbccd",
                             "0:e:8:aa:bb:cc",  // digits
                             "00:0e:08:aa:bb",
                             "00:0e:08:aa:bb:cc:dd",
                             "000e08aabbcc0011",  //
                             "OO0E08AABBCC",
                             "000e08aabbcO",
                             "000e08aabbcg",
                             "0x0e08aabbcc",  // letters
                             "00:0e-08:aa-bb:cc",
                             "00:0e:08:aa:bb-cc",
                             "00-0e-08-aa-bb:cc",  // mixed separators
                             "00 0e 08 aa bb cc",
                             "00_0e_08_aa_bb_cc",
                             "000e08:aabbcc",  // foreign separators
                             "000e-08aa-bbcc",
                             "000e:08aa:bbcc",
                             "00.0e.08.aa.bb.cc",  //
                             ":00:0e:08:aa:bb:c",
                             "000e.08aa.bbc.",
                             "00:0e:08:aa:bb:c:",  //
                             "00::e:08:aa:bb:cc",
                             "000e08 aabbcc",
                             "\xc3\xa9"
                             "0e08aabbcc",  //
                             "01:00:5e:00:00:01",
                             "010e08aabbcc",
                             "330e08aabbcc",  // a group of devices
                             "ff:ff:ff:ff:ff:ff",
                             "FFFFFFFFFFFF",
                             "ffff.ffff.ffff",  // everybody
                             "00:00:00:00:00:00",
                             "000000000000"}) {  // no device
      CPPUNIT_ASSERT_MESSAGE(text, !Mac::parse(text));
    }
    CPPUNIT_ASSERT(!Mac::parse(std::string_view("000e08aabbc\0", 12)));
  }

  void spells_itself_in_three_ways() {
    Mac mac = *Mac::parse("00-0E-08-Aa-bB-cC");
    CPPUNIT_ASSERT_EQUAL(std::string("000e08aabbcc"), mac.plain());
    CPPUNIT_ASSERT_EQUAL(std::string("000E08AABBCC"), mac.upper());
    CPPUNIT_ASSERT_EQUAL(std::string("00:0e:08:aa:bb:cc"), mac.colons());
    CPPUNIT_ASSERT_EQUAL(std::string("000e08"), mac.oui());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MacTest);

}  // namespace spaconf

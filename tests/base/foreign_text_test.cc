// Tests lib/base/foreign_text.cc.
#include "base/foreign_text.h"

#include "fixtures.h"

namespace spaconf {

class ForeignTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ForeignTextTest);
  CPPUNIT_TEST(names_other_files);
  CPPUNIT_TEST(finds_nothing_in_text);
  CPPUNIT_TEST(names_the_encoding_of_central_europe);
  CPPUNIT_TEST_SUITE_END();

  void names_other_files() {
    using std::string_literals::operator""s;
    for (const auto& [bytes, is] :
         {std::pair{"PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml"s,
                    "an Excel workbook (.xlsx)"},
          {"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"s,
           "an OpenDocument table (.ods)"},
          {"PK\x03\x04 readme.txt"s, "a ZIP archive"},
          {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"s, "an Excel workbook (.xls)"},
          {"\xff\xfel\0o\0g\0"s, "in UTF-16"},
          {"\xfe\xff\0l\0o\0g"s, "in UTF-16"},
          {"l\0o\0g\0"s, "in UTF-16"},
          {"\0l\0o\0g"s, "in UTF-16"},
          {"%PDF-1.7"s, "a PDF document"},
          {"<HTML><table>"s, "a web page (HTML)"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(is), foreign_format(bytes));
    }
  }

  void finds_nothing_in_text() {
    using std::string_literals::operator""s;
    for (const auto& bytes : {""s, "l"s, "login;mac\n"s, "\xef\xbb\xbflogin"s, "PK,1"s, "\0\0\0\0"s,
                              "a,b\n\0\0"s, "ž,š\n"s}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), foreign_format(bytes));
    }
  }

  void names_the_encoding_of_central_europe() {
    const auto is = [](const char* encoding, std::string_view bytes) {
      CPPUNIT_ASSERT_EQUAL(std::string(encoding), probable_encoding(bytes));
    };
    is("Windows-1250",
       "\x8e"
       "elezn\xfd");                                // Železný
    is("Windows-1250", "Milo\x9a");                 // Miloš
    is("Windows-1250 or ISO 8859-2", "Nov\xe1k");   // Novák
    is("Windows-1250 or ISO 8859-2", "M\xfcller");  // Müller
    is("", "Novak");
    is("", "\xff\xff");
    is("", "Nov\xe1k \x90");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ForeignTextTest);

}  // namespace spaconf

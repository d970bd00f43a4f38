// Tests lib/phone/scanned_code.cc by the table that html/scanned_code.js is tested by, too.
#include "phone/scanned_code.h"

#include "base/file.h"
#include "base/text.h"
#include "fixtures.h"

namespace spaconf {
namespace {

/// With control characters instead of "\035".
std::string unescaped(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      result += text[at];
      continue;
    }
    result += static_cast<char>(std::stoi(text.substr(at + 1, 3), nullptr, 8));
    at += 3;
  }
  return result;
}

}  // namespace

class ScannedCodeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ScannedCodeTest);
  CPPUNIT_TEST(reads_what_scanners_type);
  CPPUNIT_TEST(knows_text_of_another_layout);
  CPPUNIT_TEST_SUITE_END();

  void reads_what_scanners_type() {
    int count = 0;
    for (const std::string& line :
         split(read_file(in_tree("tests/phone/scanned_codes.tsv")), '\n')) {
      if (line.empty() || line.front() == '#') continue;
      const auto cells = split(line, '\t');
      std::string text = cells.at(1);
      const bool is_unsure = text.ends_with('?');
      if (is_unsure) text.pop_back();
      const ScannedCode code = read_scanned_code(unescaped(cells[0]));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(line, text, code.text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(line, is_unsure, code.has_swapped_letters);
      ++count;
    }
    CPPUNIT_ASSERT(count > 30);
    CPPUNIT_ASSERT_EQUAL(std::string(), read_scanned_code("").text);
  }

  void knows_text_of_another_layout() {
    CPPUNIT_ASSERT(is_of_other_layout("éééEéá++ěěš"));
    CPPUNIT_ASSERT(is_of_other_layout("00ß0E"));
    CPPUNIT_ASSERT(!is_of_other_layout("000E08112233"));
    CPPUNIT_ASSERT(!is_of_other_layout("8+=\"-"));
    CPPUNIT_ASSERT(!is_of_other_layout("Жанна"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ScannedCodeTest);

}  // namespace spaconf

// Tests lib/base/toml_text.cc: texts that must not be given to toml++.
#include "base/toml_text.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class TomlTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TomlTextTest);
  CPPUNIT_TEST(names_the_line_of_a_problem);
  CPPUNIT_TEST(finds_nothing_in_quotes_and_comments);
  CPPUNIT_TEST(keeps_letters_from_toml_and_restores_them);
  CPPUNIT_TEST_SUITE_END();

  void names_the_line_of_a_problem() {
    for (auto [text, line] : {std::pair{"[$x]", 1u},
                              {"a = 1\n  [[ $x]]", 2u},
                              {"[\n", 1u},
                              {"a = 1\nґ = 2", 2u},
                              {"[phoneґ]", 1u},
                              {"a = \"č\" ґ", 1u},
                              {"a = \"č\nґ", 2u},
                              {"a = \"\"\"č\n\"č\"\"\"\" ґ", 2u},
                              {"a = '''č\\''' ґ", 1u},
                              {"a = 2026-11-30 1]", 1u},
                              {"a = [1,\n0_0n0-n1-1C 0]", 2u},
                              {"a = \"\\č\"", 1u},
                              {"a = \"\"\"\n\\č\"\"\"", 2u},
                              {"a = [}", 1u},
                              {"a = [ # none\n}]", 2u},
                              {"a = [1, \"x\",\n\n}", 3u},
                              {"a = { b = [}", 1u},
                              {"# č\nґ", 2u},
                              {"# č\nb = 1\na = \"\xC4\"", 3u}}) {
      const auto found = problem_for_toml(text);
      CPPUNIT_ASSERT_MESSAGE(text, found.has_value());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, line, found->line);
    }
  }

  void finds_nothing_in_quotes_and_comments() {
    for (const char* text :
         {"", "[phone]\n[[a]]\n[\"č\"]\n", "a = \"č\\\"č\" # č", "a = 'č\\' # č",
          "a = \"\"\"\nč\n[$x]\n\"\"\"\nb = 1", "a = \"\" # č\n", "a = \"\\\\\" # č", "# [$x]",
          "a = [\"}\", '}'] # [}", "a = 1e-5\nb = [-1e-5, 1e-5, -2]\nc = 1-",
          "a = { b = 1 }\nc = [{}, { d = [] }]", "a = \"[\" }", "\xEF\xBB\xBF[phone]"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !problem_for_toml(text));
    }
  }

  void keeps_letters_from_toml_and_restores_them() {
    for (const char* text : {"", "a = 'b'", "č", "ač\nbґ€c 😀", "q0čqq1č", "\xC4", "\xEF\xBB\xAE"}) {
      const AsciiToml toml(text);
      CPPUNIT_ASSERT_MESSAGE(text, is_ascii(toml.text()));
      CPPUNIT_ASSERT_EQUAL(std::string(text), toml.restored(toml.text()));
    }
    const AsciiToml beginning(
        "\xEF\xBB\xBF"
        "a");
    CPPUNIT_ASSERT_EQUAL(std::string("\xEF\xBB\xBF"
                                     "a"),
                         beginning.text());
    // What toml++ says of a mistake may end anywhere: within the two digits after the mark's 17
    // characters, or after them.
    const AsciiToml letter("č");
    CPPUNIT_ASSERT_EQUAL(std::string(""), letter.restored(letter.text().substr(0, 18)));
    CPPUNIT_ASSERT_EQUAL(std::string("\xC4"), letter.restored(letter.text().substr(0, 19)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TomlTextTest);

}  // namespace spaconf

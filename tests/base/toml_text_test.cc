// Tests lib/base/toml_text.cc: texts that must not be given to toml++.
#include "base/toml_text.h"

#include "fixtures.h"

namespace spaconf {

class TomlTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TomlTextTest);
  CPPUNIT_TEST(names_the_line_of_a_problem);
  CPPUNIT_TEST(finds_nothing_in_quotes_and_comments);
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
                              {"a = \"\"\"\nb\\\n \t\nč\"\"\"", 2u},
                              {"a = \"\"\"\\ \xEF\xBB\xAE\"\"\"", 1u},
                              {"a = \"\"\"\\ґ\"\"\"", 1u},
                              {"a = [}", 1u},
                              {"a = [ # none\n}]", 2u},
                              {"a = [1, \"x\",\n\n}", 3u},
                              {"a = { b = [}", 1u},
                              {"# č\nґ", 2u}}) {
      const auto found = problem_for_toml(text);
      CPPUNIT_ASSERT_MESSAGE(text, found.has_value());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, line, found->line);
    }
  }

  void finds_nothing_in_quotes_and_comments() {
    for (const char* text :
         {"", "[phone]\n[[a]]\n[\"č\"]\n", "a = \"č\\\"č\" # č", "a = 'č\\' # č",
          "a = \"\"\"\nč\n[$x]\n\"\"\"\nb = 1", "a = \"\" # č\n", "a = \"\\\\\" # č", "# [$x]",
          "a = \"\"\"\\\n b č\\\\č\"\"\"", "a = \'\'\'\\\nč\'\'\'", "a = \"\"\"\\",
          "a = [\"}\", '}'] # [}", "a = { b = 1 }\nc = [{}, { d = [] }]", "a = \"[\" }",
          "\xEF\xBB\xBF[phone]"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !problem_for_toml(text));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TomlTextTest);

}  // namespace spaconf

// Tests cli/answers.cc.
#include "cli/answers.h"

#include <stdexcept>

#include "fixtures.h"

namespace spaconf::cli {

class AnswersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AnswersTest);
  CPPUNIT_TEST(the_present_one_can_be_typed_again);
  CPPUNIT_TEST(a_value_of_another_type_shows_nothing);
  CPPUNIT_TEST(yes_or_no_is_all_that_a_flag_takes);
  CPPUNIT_TEST_SUITE_END();

  static std::string present(const std::string& toml, AnswerKind kind) {
    Folder folder;
    return present_answer(config(folder, "[phone.in]\nkey = " + toml + "\n"),
                          {"phone.in.key", "words", kind});
  }

  void the_present_one_can_be_typed_again() {
    using enum AnswerKind;
    for (auto [toml, kind, shown] : {std::tuple{"\"a\"", text, "a"},
                                     {"\"a, b\"", text, "a, b"},
                                     {"\"/secrets/a\"", secret, "/secrets/a"},
                                     {"true", flag, "yes"},
                                     {"false", flag, "no"},
                                     {"[]", list, ""},
                                     {"[\"a\", \"b c\"]", list, "a, b c"},
                                     {"\"tftp://a\"", text_or_list, "tftp://a"},
                                     {"[\"($PN = x, $B)? tftp://a\", \"http://b\"]", text_or_list,
                                      "[\"($PN = x, $B)? tftp://a\", \"http://b\"]"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(shown), present(toml, kind));
      CPPUNIT_ASSERT_EQUAL(std::string(toml), toml_of(shown, kind));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("tftp://a"), present("[\"tftp://a\"]", text_or_list));
  }

  void a_value_of_another_type_shows_nothing() {
    using enum AnswerKind;
    for (AnswerKind kind : {text, text_or_list, list, flag, secret})
      CPPUNIT_ASSERT_EQUAL(std::string(), present("5", kind));
    CPPUNIT_ASSERT_EQUAL(std::string(), present("[]", text_or_list));
    Folder folder;
    const Config no_section = config(folder, "[phone]\nin = 5\n");
    CPPUNIT_ASSERT_EQUAL(std::string(), present_answer(no_section, {"phone.in.key", "words"}));
  }

  void yes_or_no_is_all_that_a_flag_takes() {
    CPPUNIT_ASSERT_EQUAL(std::string("true"), toml_of("YES", AnswerKind::flag));
    for (const char* wrong : {"", "perhaps", "yes, yes"})
      CPPUNIT_ASSERT_THROW(toml_of(wrong, AnswerKind::flag), std::runtime_error);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AnswersTest);

}  // namespace spaconf::cli

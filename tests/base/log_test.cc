// Tests lib/base/log.cc.
#include "base/log.h"

#include "fixtures.h"

namespace spaconf {

class LogTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LogTest);
  CPPUNIT_TEST(is_one_line_whatever_the_value);
  CPPUNIT_TEST(has_the_detail_of_the_context_as_long_as_that_exists);
  CPPUNIT_TEST_SUITE_END();

  void is_one_line_whatever_the_value() {
    for (auto [value, written] : {std::pair{"", ""},
                                  {"a b=c", "a b=c"},
                                  {"Jiří", "Jiří"},
                                  {"a\r\nspaconf: registered", "a\\x0d\\x0aspaconf: registered"},
                                  {"\" user=\"root", "\\x22 user=\\x22root"},
                                  {"\\", "\\x5c"},
                                  {"\x1b[2J\x7f", "\\x1b[2J\\x7f"},
                                  {"\xff", "\\xff"},
                                  {"\xc2\x9b"
                                   "2J",
                                   "\\xc2\\x9b2J"},  // the C1 way to write ESC [
                                  {"a\xe2\x80\xa8"
                                   "b",
                                   "a\\xe2\\x80\\xa8b"},  // a line separator
                                  {"a\xe2\x80\xae"
                                   "b",
                                   "a\\xe2\\x80\\xaeb"}}) {  // the rest from right to left
      CPPUNIT_ASSERT_EQUAL(std::string("event key=\"") + written + "\" other=\"x\"",
                           log_line("event", {{"key", value}, {"other", "x"}}));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a\\x0ab"), log_line("a\nb", {}));
    CPPUNIT_ASSERT_EQUAL(std::string("a k=\"b\\x00c\""), log_line("a", {{"k", {"b\0c", 3}}}));
  }

  void has_the_detail_of_the_context_as_long_as_that_exists() {
    {
      const LogContext outer("request", "a1");
      CPPUNIT_ASSERT_EQUAL(std::string("a request=\"a1\""), log_line("a", {}));
      {
        const LogContext inner("request", "b2\n");
        CPPUNIT_ASSERT_EQUAL(std::string("a k=\"v\" request=\"b2\\x0a\""),
                             log_line("a", {{"k", "v"}}));
      }
      CPPUNIT_ASSERT_EQUAL(std::string("a k=\"v\" request=\"a1\""), log_line("a", {{"k", "v"}}));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("a"), log_line("a", {}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogTest);

}  // namespace spaconf

// Tests lib/base/log_tail.cc.
#include "base/log_tail.h"

#include <fstream>

#include "fixtures.h"

namespace spaconf {

class LogTailTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LogTailTest);
  CPPUNIT_TEST(gives_each_line_once_and_none_in_parts);
  CPPUNIT_TEST(finishes_a_renamed_file_before_the_new_one);
  CPPUNIT_TEST(goes_on_with_the_new_one_when_the_old_is_gone);
  CPPUNIT_TEST(begins_anew_when_the_file_was_emptied);
  CPPUNIT_TEST(looks_at_the_end_only_of_what_it_never_read);
  CPPUNIT_TEST(gets_past_a_line_without_end);
  CPPUNIT_TEST(refuses_what_is_no_file);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  FilePosition place_;

  std::filesystem::path file() const { return folder_.path() / "log"; }
  void write(std::string_view text) { std::ofstream(file(), std::ios::app) << text; }
  std::string read(std::size_t most = 100) { return read_new_lines(file(), place_, most); }
  static std::string s(const char* text) { return text; }

  void gives_each_line_once_and_none_in_parts() {
    write("a\nb");
    CPPUNIT_ASSERT_EQUAL(s("a\n"), read());
    CPPUNIT_ASSERT_EQUAL(s(""), read());
    write("c\nd\n");
    CPPUNIT_ASSERT_EQUAL(s("bc\nd\n"), read());
    CPPUNIT_ASSERT_EQUAL(s(""), read());
  }

  void finishes_a_renamed_file_before_the_new_one() {
    write("a\n");
    read();
    write("b\n");
    std::filesystem::rename(file(), file().string() + ".1");
    write("c\n");
    CPPUNIT_ASSERT_EQUAL(s("b\n"), read());
    CPPUNIT_ASSERT_EQUAL(s("c\n"), read());
    CPPUNIT_ASSERT_EQUAL(s(""), read());
  }

  void goes_on_with_the_new_one_when_the_old_is_gone() {
    write("a\n");
    read();
    std::filesystem::rename(file(), file().string() + ".gz");
    write("c\n");
    CPPUNIT_ASSERT_EQUAL(s("c\n"), read());
  }

  void begins_anew_when_the_file_was_emptied() {
    write("abc\n");
    read();
    std::filesystem::resize_file(file(), 0);
    write("x\n");
    CPPUNIT_ASSERT_EQUAL(s("x\n"), read());
  }

  void looks_at_the_end_only_of_what_it_never_read() {
    write("first\nsecond\nthird\n");
    CPPUNIT_ASSERT_EQUAL(s("\nthird\n"), read(10));
    write("fourth\n");
    CPPUNIT_ASSERT_EQUAL(s("fourth\n"), read(10));
  }

  void gets_past_a_line_without_end() {
    write("a\n");
    read(10);
    write("012345678901234567890123456789\nz\n");
    std::string got;
    for (int i = 0; i < 5; ++i) got += read(10);
    CPPUNIT_ASSERT(got.ends_with("\nz\n"));
  }

  void refuses_what_is_no_file() {
    assert_has(thrown_by([&] { read(); }), "No such file");
    std::filesystem::create_directory(file());
    assert_has(thrown_by([&] { read(); }), "Invalid argument");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogTailTest);

}  // namespace spaconf

// Tests lib/base/config_edit.cc.
#include "base/config_edit.h"

#include "base/file.h"
#include "fixtures.h"

namespace spaconf {

class ConfigEditTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConfigEditTest);
  CPPUNIT_TEST(changes_one_value_and_keeps_the_rest);
  CPPUNIT_TEST(leaves_a_value_of_several_lines_alone);
  CPPUNIT_TEST(quotes_what_toml_would_read_otherwise);
  CPPUNIT_TEST(changes_the_shipped_file);
  CPPUNIT_TEST_SUITE_END();

  void changes_one_value_and_keeps_the_rest() {
    const struct {
      const char *before, *key, *value, *after;
    } table[] = {
        {"a = 1\n[s]\na = 2 # why\n", "s.a", "3", "a = 1\n[s]\na = 3 # why\n"},
        {"a = 1\n[s]\na = 2\n", "a", "3", "a = 3\n[s]\na = 2\n"},
        {"[s]\na = \"x # \\\" y\" # why\n", "s.a", "\"z\"", "[s]\na = \"z\" # why\n"},
        {"[s]\na = [\"x ]\", 'y']\t# why\n", "s.a", "[]", "[s]\na = []\t# why\n"},
        {"[s]\na=\"x\"", "s.a", "1", "[s]\na=1"},
        {"[s]\n  a  =  true\r\n", "s.a", "false", "[s]\n  a  =  false\r\n"},
        {"[s]\n# a = 1\nb = 1\n", "s.a", "2", "[s]\na = 2\n# a = 1\nb = 1\n"},
        {"[s]\nab = 1\n[s.t]\na = 1\n", "s.t.a", "2", "[s]\nab = 1\n[s.t]\na = 2\n"},
        {"[s]\nb = 1\n", "t.a", "2", "[s]\nb = 1\n\n[t]\na = 2\n"},
        {"[s]\nb = 1", "t.a", "2", "[s]\nb = 1\n\n[t]\na = 2\n"},
        {"[s]\n", "a", "2", "a = 2\n[s]\n"},
    };
    for (const auto& [before, key, value, after] : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(after), with_value(before, key, value));
    }
  }

  void leaves_a_value_of_several_lines_alone() {
    for (const char* text : {"[s]\na = [\n \"x\",\n]\n", "[s]\na = \"\"\"\nx\"\"\"\n"}) {
      CPPUNIT_ASSERT_THROW(with_value(text, "s.a", "1"), std::runtime_error);
    }
  }

  void quotes_what_toml_would_read_otherwise() {
    CPPUNIT_ASSERT_EQUAL(std::string(R"("a\"b\\c\u0009é")"), toml_string("a\"b\\c\té"));
    CPPUNIT_ASSERT_EQUAL(std::string(R"(["a", "b"])"), toml_list({"a", "b"}));
    CPPUNIT_ASSERT_EQUAL(std::string("[]"), toml_list({}));
  }

  void changes_the_shipped_file() {
    Folder folder;
    std::string text = read_file(in_tree("spaconf.conf"));
    text = with_value(text, "web.roles.registrar", toml_list({"a\"b", "c"}));
    text = with_value(text, "person.attributes.room", toml_string("ou"));
    text = with_value(text, "database.host", toml_string("127.0.0.1"));
    const Config changed = config(folder, text);
    CPPUNIT_ASSERT((changed.section("web").section("roles").texts("registrar") ==
                    std::vector<std::string>{"a\"b", "c"}));
    CPPUNIT_ASSERT_EQUAL(std::string("ou"),
                         changed.section("person").section("attributes").text("room"));
    CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), changed.section("database").text("host"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConfigEditTest);

}  // namespace spaconf

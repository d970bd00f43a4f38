// Tests lib/base/marked_text.cc, and what becomes of marked texts in lib/base/template.cc.
#include "base/marked_text.h"

#include "base/template.h"
#include "base/translation.h"
#include "fixtures.h"

namespace spaconf {

class MarkedTextTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MarkedTextTest);
  CPPUNIT_TEST(replaces_what_is_between_marks);
  CPPUNIT_TEST(says_templates_in_the_language_in_use);
  CPPUNIT_TEST(escapes_values_in_each_language);
  CPPUNIT_TEST(leaves_templates_without_marks_and_those_for_phones_as_they_are);
  CPPUNIT_TEST(leaves_no_mark_in_any_page);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { use_catalogues(BUILDDIR "/po"); }
  void tearDown() override { use_language(english); }

 private:
  Folder folder_;

  std::string filled(const std::string& text, const Values& values) {
    folder_.file("t/a.tpl", text);
    folder_.file("t/b.tpl", "{{%AUTOESCAPE context=\"HTML\"}}<i>[[Cancel]]</i>");
    return Templates(folder_.path() / "t").fill("a.tpl", values);
  }

  void replaces_what_is_between_marks() {
    struct Row {
      const char *text, *said;
    } const table[] = {
        {"", ""},
        {"a", "a"},
        {"[[a]]", "<a>"},
        {"x[[a]]y[[b]]z", "x<a>y<b>z"},
        {"[[ a\n\t b\r\n\n c  d\n]]", "<a b c  d>"},
        {"[[a <b>b</b> {{C}}]]", "<a <b>b</b> {{C}}>"},
        {"[[]]", "<>"},
        {"[[a", "[[a"},
        {"a]]", "a]]"},
        {"a]] [[b]]", "a]] <b>"},
        {"[[a]] [[b", "<a> [[b"},
        {"[a] [b]", "[a] [b]"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(
          std::string(row.said),
          with_marked_texts(row.text, [](const std::string& text) { return "<" + text + ">"; }));
    }
  }

  void says_templates_in_the_language_in_use() {
    const std::string text =
        "{{%AUTOESCAPE context=\"HTML\"}}<a title=\"[[Actions]]\">[[Room {{ROOM}}]]</a>{{>B}}";
    const auto said = [&](const char* code) {
      const LanguageInUse in(*find_language(code));
      Values values;
      values.set("ROOM", "A 1");
      values.include("B", "b.tpl");
      return filled(text, values);
    };
    for (int round : {1, 2}) {
      static_cast<void>(round);
      CPPUNIT_ASSERT_EQUAL(std::string("<a title=\"Akce\">Místnost A 1</a><i>Zrušit</i>"),
                           said("cs"));
      CPPUNIT_ASSERT_EQUAL(std::string("<a title=\"Actions\">Room A 1</a><i>Cancel</i>"),
                           said("en"));
    }
    use_language(*find_language("cs"));
    CPPUNIT_ASSERT_EQUAL(std::string("Not translated"),
                         filled("{{! plain text }}[[Not\ntranslated]]", {}));
  }

  void escapes_values_in_each_language() {
    use_language(*find_language("cs"));
    Values values;
    values.set("ROOM", "<b>\"&");
    CPPUNIT_ASSERT_EQUAL(
        std::string("<i a=\"Místnost &lt;b&gt;&quot;&amp;\">"),
        filled("{{%AUTOESCAPE context=\"HTML\"}}<i a=\"[[Room {{ROOM}}]]\">", values));
  }

  void leaves_templates_without_marks_and_those_for_phones_as_they_are() {
    use_language(*find_language("cs"));
    CPPUNIT_ASSERT_EQUAL(std::string("<p>Cancel</p>"),
                         filled("{{%AUTOESCAPE context=\"HTML\"}}<p>Cancel</p>", {}));
    CPPUNIT_ASSERT_EQUAL(std::string("<X>[[Cancel]]</X>"),
                         filled("{{%AUTOESCAPE context=\"XML\"}}<X>[[Cancel]]</X>", {}));
  }

  void leaves_no_mark_in_any_page() {
    const Templates templates(in_tree("templates"));
    for (const Language& each : languages) {
      use_language(each);
      for (const auto& entry : std::filesystem::directory_iterator(in_tree("templates/pages"))) {
        const std::string file = "pages/" + entry.path().filename().string();
        const std::string text = templates.fill(file, {});
        CPPUNIT_ASSERT_MESSAGE(file, text.find("[[") == text.npos && text.find("]]") == text.npos);
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MarkedTextTest);

}  // namespace spaconf

// Tests lib/base/template.cc.
#include "base/template.h"

#include "fixtures.h"

namespace spaconf {

class TemplateTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TemplateTest);
  CPPUNIT_TEST(refuses_a_file_that_does_not_say_how_it_escapes);
  CPPUNIT_TEST(escapes_for_the_place_where_a_value_lands);
  CPPUNIT_TEST(shows_sections_as_often_as_they_are_added);
  CPPUNIT_TEST(includes_files_that_see_their_own_values_only);
  CPPUNIT_TEST(fills_nothing_that_is_not_there);
  CPPUNIT_TEST(prefers_the_files_of_the_site);
  CPPUNIT_TEST(reads_the_shipped_files);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;

  std::string filled(const std::string& text, const Values& values) {
    folder_.file("t/a.tpl", text);
    return Templates(folder_.path() / "t").fill("a.tpl", values);
  }

  void refuses_a_file_that_does_not_say_how_it_escapes() {
    Quiet quiet;
    for (const char* text :
         {"", "<p>", "\n{{%AUTOESCAPE context=\"HTML\"}}", " {{! plain text }}",
          "{{%AUTOESCAPE context=\"CSS\"}}", "<p>{{%AUTOESCAPE context=\"HTML\"}}",
          "{{%AUTOESCAPE context=\"HTML\"}}{{#OPEN}}", "{{! plain text }}{{/X}}"}) {
      std::string thrown = thrown_by([&] { filled(text, {}); }, &folder_);
      CPPUNIT_ASSERT_MESSAGE(text + (" gives " + thrown),
                             thrown.starts_with("Misconfigured: t/a.tpl:1: "));
    }
    assert_has(thrown_by([&] { Templates(folder_.path() / "nowhere"); }), "Misconfigured: ");
    // Root may read everything, but no folder as a file, and no pipe.
    create_directories(folder_.path() / "t/pages/odd.tpl");
    assert_has(thrown_by([&] { filled("{{! plain text }}", {}); }, &folder_),
               "Misconfigured: t/pages/odd.tpl: Is a directory");
  }

  void escapes_for_the_place_where_a_value_lands() {
    const std::string html = "{{%AUTOESCAPE context=\"HTML\"}}",
                      xml = "{{%AUTOESCAPE context=\"XML\"}}";
    struct Row {
      std::string text;
      const char *value, *filled;
    } const table[] = {
        {html + "<p>{{V}}</p>", "<b>&\"'", "<p>&lt;b&gt;&amp;&quot;&#39;</p>"},
        {html + "<p>{{V}}</p>", "Jiří", "<p>Jiří</p>"},
        {html + "<p>{{V}}</p>", "{{V}}", "<p>{{V}}</p>"},
        {html + "<i a=\"{{V}}\">", "\" onclick=\"x", "<i a=\"&quot; onclick=&quot;x\">"},
        {html + "<a href=\"{{V}}\">", "javascript:x", "<a href=\"#\">"},
        {html + "<a href=\"{{V}}/x\">", "JavaScript:x", "<a href=\"#/x\">"},
        {html + "<a href=\"{{V}}\">", "/a?b=\"", "<a href=\"/a?b=&quot;\">"},
        {html + "<a href=\"#{{V}}\">", "line1_user", "<a href=\"#line1_user\">"},
        {xml + "<X>{{V}}</X>", "]]><a>&\"'", "<X>]]&gt;&lt;a&gt;&amp;&quot;&#39;</X>"},
        {xml + "<X>{{V}}</X>", "&amp;", "<X>&amp;amp;</X>"},
        {xml + "<X_{{V}}_>\n\n  </X_{{V}}_>", "1", "<X_1_>\n\n  </X_1_>"},
        {"{{! plain text }}{{V}}", "<b>&\"'\n", "<b>&\"'\n"},
    };
    for (const Row& row : table) {
      Values values;
      values.set("V", row.value);
      CPPUNIT_ASSERT_EQUAL(std::string(row.filled), filled(row.text, values));
    }
  }

  void shows_sections_as_often_as_they_are_added() {
    Values values;
    values.set("OUTER", "o");
    for (int n : {1, 2}) {
      Values item = values.add("ITEM");
      item.set("N", n);
      item.show_if("DEEP", n == 2 ? "d" : "");
    }
    values.show("SHOWN");
    values.show_if("EMPTY", "");
    CPPUNIT_ASSERT_EQUAL(
        std::string("1o 2od shown"),
        filled("{{! plain text }}{{#ITEM}}{{N}}{{OUTER}}{{#DEEP}}{{DEEP}}{{/DEEP}} {{/ITEM}}"
               "{{#SHOWN}}shown{{/SHOWN}}{{#HIDDEN}}hidden{{/HIDDEN}}{{#EMPTY}}empty{{/"
               "EMPTY}}{{UNSET}}",
               values));
  }

  void includes_files_that_see_their_own_values_only() {
    folder_.file("t/below/body.tpl", "{{%AUTOESCAPE context=\"HTML\"}}<b>{{V}}{{OUTER}}</b>");
    Values frame;
    frame.set("OUTER", "o");
    Values body = frame.include("BODY", "below/body.tpl");
    body.set("V", "<");
    CPPUNIT_ASSERT_EQUAL(
        std::string("<p>o<b>&lt;</b></p>"),
        filled("{{%AUTOESCAPE context=\"HTML\"}}<p>{{OUTER}}{{>BODY}}</p>", frame));
  }

  void fills_nothing_that_is_not_there() {
    Quiet quiet;
    CPPUNIT_ASSERT_EQUAL(std::string("other: template: fill b.tpl: cannot"), thrown_by([&] {
                           filled("{{! plain text }}", {});
                           Templates(folder_.path() / "t").fill("b.tpl", {});
                         }));
    Values values;
    values.include("BODY", "b.tpl");
    std::string thrown =
        thrown_by([&] { filled("{{! plain text }}before {{>BODY}} after", values); });
    CPPUNIT_ASSERT_EQUAL(std::string("other: template: fill a.tpl: cannot"), thrown);
  }

  void prefers_the_files_of_the_site() {
    const auto shipped = folder_.path() / "t", site = folder_.path() / "site";
    for (const char* name : {"a.tpl", "pages/b.tpl"})
      folder_.file(std::string("t/") + name, "{{! plain text }}shipped");
    folder_.file("t/table.tsv", "shipped");
    CPPUNIT_ASSERT_EQUAL(std::string("shipped"), Templates(shipped, site).fill("a.tpl", {}));
    folder_.file("site/pages/b.tpl", "{{! plain text }}our own");
    folder_.file("site/own.sql", "");
    const Templates templates(shipped, site);
    CPPUNIT_ASSERT_EQUAL(std::string("shipped"), templates.fill("a.tpl", {}));
    CPPUNIT_ASSERT_EQUAL(std::string("our own"), templates.fill("pages/b.tpl", {}));
    CPPUNIT_ASSERT_EQUAL(site / "own.sql", templates.path_of("own.sql"));
    CPPUNIT_ASSERT_EQUAL(shipped / "table.tsv", templates.path_of("table.tsv"));
    folder_.file("site/pages/b.tpl", "<p>");
    assert_has(thrown_by([&] { Templates(shipped, site); }, &folder_),
               "Misconfigured: site/pages/b.tpl:1: does not begin with");
    std::filesystem::remove(site / "pages/b.tpl");
    folder_.file("site/pages/c.tpl", "{{! plain text }}");
    assert_has(thrown_by([&] { Templates(shipped, site); }, &folder_),
               "Misconfigured: site/pages/c.tpl:1: replaces no template, because there is no ");
  }

  void reads_the_shipped_files() {
    Templates templates(in_tree("templates"));
    CPPUNIT_ASSERT_EQUAL(in_tree("templates/pages/form.tpl"), templates.path_of("pages/form.tpl"));
    templates.add("phones/new", "{{! plain text }}a");
    CPPUNIT_ASSERT_EQUAL(std::string("a"), templates.fill("phones/new", {}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TemplateTest);

}  // namespace spaconf

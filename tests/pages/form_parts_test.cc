// Tests lib/pages/form_parts.cc and the forms that it fills, without any service.
#include "pages/form_parts.h"

#include "fixtures.h"
#include "pages/change_form.h"
#include "pages/register_form.h"

namespace spaconf {

class FormPartsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FormPartsTest);
  CPPUNIT_TEST(says_beside_each_field_what_is_wrong_with_it);
  CPPUNIT_TEST(what_is_wrong_in_one_form_is_not_in_the_next);
  CPPUNIT_TEST(keeps_what_was_typed_and_escapes_it);
  CPPUNIT_TEST(has_other_words_for_a_new_phone_than_for_a_change);
  CPPUNIT_TEST(sends_no_permissions_along_that_nobody_knows_of);
  CPPUNIT_TEST(shows_the_fields_that_an_action_s_row_names);
  CPPUNIT_TEST(tells_of_a_line_which_it_is);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  Site site_{config(folder_, shipped_configuration(folder_))};

  static Draft draft(const std::vector<std::pair<std::string, std::string>>& typed,
                     std::vector<Problem> problems = {}) {
    Draft draft{.problems = std::move(problems), .is_alone = true};
    for (const auto& [name, value] : typed) draft.typed.add(name, value);
    return draft;
  }

  std::string registering(const Draft& draft) {
    return show_register_form(site_, {}, nullptr, {}, draft).body;
  }

  std::string changing(const Action& action, const Draft& draft) {
    Record record;
    record.ref = "abcdefghjk";
    record.wanted.model = find_model("spa942");
    return show_change_form(site_, {}, action, record, draft, 1).body;
  }

  static void assert_has_not(const std::string& text, const std::string& part) {
    CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is in: " + text, text.find(part) == text.npos);
  }

  void says_beside_each_field_what_is_wrong_with_it() {
    const Draft wrong = draft({}, {{"mac", "One."},
                                   {"mac", "Two."},
                                   {"serial", "Three."},
                                   {"model", "Four."},
                                   {"line2_display", "Five."},
                                   {"line2_permission", "Six."},
                                   {"permission", "Seven."}});
    const std::string page = registering(wrong);
    for (const char* part :
         {R"(<p class="error" id="mac-error">One. Two.</p>)",
          R"(aria-describedby="mac-hint mac-error" aria-invalid="true")",
          R"(aria-describedby="serial-error" aria-invalid="true")",
          R"(<select id="model" name="model" aria-invalid="true" aria-describedby="model-error">)",
          R"(<p class="error" id="line2_display-error">Five.</p>)",
          R"(<p class="error" id="line2_permission-error">Six.</p>)",
          R"(<p class="error" id="permission-error">Seven.</p>)"}) {
      assert_has(page, part);
    }
    assert_has_not(page, "data-scan autofocus");
    assert_has(registering(draft({})), "aria-describedby=\"mac-hint\"");
  }

  void what_is_wrong_in_one_form_is_not_in_the_next() {
    const std::vector<std::pair<std::string, std::string>> typed{{"model", "spa942"}};
    for (const char* field : {"model", "mac", "line1_user", "line1_permission", "line2_user"}) {
      Site fresh{config(folder_, shipped_configuration(folder_))};
      const Draft wrong = draft(typed, {{field, "Wrong."}});
      assert_has(show_register_form(fresh, {}, nullptr, {}, wrong).body, "Wrong.");
      assert_has_not(show_register_form(fresh, {}, nullptr, {}, draft(typed)).body, "Wrong.");
    }
  }

  void keeps_what_was_typed_and_escapes_it() {
    const Draft typed = draft({{"login", "\"><b>"},
                               {"model", "spa962"},
                               {"line3_display", "Jiří <"},
                               {"line3_user", "1003"}});
    const std::string page = registering(typed);
    assert_has(page, "name=\"login\" class=\"code\" value=\"&quot;&gt;&lt;b&gt;\"");
    assert_has(page, "<option value=\"spa962\" data-lines=\"6\" selected>");
    assert_has(page, "name=\"line3_display\" value=\"Jiří &lt;\"");
    assert_has(page, "<details class=\"more-lines\" open>");
    assert_has_not(registering(draft({})), "more-lines\" open");
  }

  void has_other_words_for_a_new_phone_than_for_a_change() {
    const std::string fresh = registering(draft({}));
    assert_has(fresh, "Serial number <span class=\"optional\">optional</span>");
    assert_has(fresh, "A software phone has no MAC address.");
    assert_has(fresh, "<span class=\"domain\">@");
    assert_has(fresh, "data-scan autofocus");
    const std::string replacing = changing(action_row("replace"), draft({}));
    assert_has(replacing, "<label for=\"serial\">Serial number</label>");
    assert_has_not(replacing, "A software phone has no MAC address.");
    assert_has(replacing, "data-scan");  // a scanner fills it, too
    assert_has_not(replacing, "value=\"software\"");
    const std::string moving = changing(action_row("move"), draft({}));
    assert_has(moving, "Leave empty for the number in the directory");
    assert_has_not(moving, "line2_user");
    assert_has_not(moving, "_password\"");
  }

  void sends_no_permissions_along_that_nobody_knows_of() {
    const std::string empty = "<input type=\"hidden\" name=\"line1_permission\" value=\"\">";
    assert_has_not(registering(draft({{"line1_user", "1001"}})), empty);
    assert_has(registering(draft({{"line1_permission", ""}})), empty);
    const Action& edit = action_row("edit");
    assert_has_not(changing(edit, draft({})), empty);
    const std::string page = changing(edit, draft({{"line1_permission", "gone"}}));
    assert_has(page, empty);
    assert_has(page, "gone (no longer configured)");
  }

  void shows_the_fields_that_an_action_s_row_names() {
    for (const Action& each : actions) {
      const std::string page = changing(each, draft({}));
      for (const char* name : {"login", "model", "mac", "serial", "hostname", "inventory",
                               "setting", "line1_user", "line4_display"}) {
        // Another person begins with one line.
        const bool has = each.asks_for(name) && !(each.asks_for("login") && name[4] == '4');
        const std::string label = "<label for=\"" + std::string(name);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(each.name) + " " + name, has,
                                     page.find(label) != page.npos);
      }
    }
    const Action rename{.name = "rename",
                        .title = "Rename",
                        .what = "Changes the hostname.",
                        .brief = "",
                        .past_tense = "",
                        .fields = "hostname"};
    const std::string page = changing(rename, draft({{"hostname", "tel"}}));
    assert_has(page, "action=\"/spaconf/submit/rename\"");
    assert_has(page, "Changes the hostname.");
    assert_has(page, "id=\"hostname\" name=\"hostname\" class=\"code\" value=\"tel\"");
    assert_has_not(page, "name=\"inventory\"");
  }

  void tells_of_a_line_which_it_is() {
    const std::vector<Problem> wrong{
        {"line2_user", "It is taken."}, {"setting", "Odd."}, {"", "No."}};
    for (const std::string& page :
         {registering(draft({}, wrong)), changing(action_row("edit"), draft({}, wrong))}) {
      assert_has(page, "<li><a href=\"#line2_user\">Line 2: It is taken.</a></li>");
      assert_has(page, "<li><a href=\"#setting1\">Odd.</a></li>");
      assert_has(page, "<li>No.</li>");
      assert_has(page, "<title>Error: ");
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FormPartsTest);

}  // namespace spaconf

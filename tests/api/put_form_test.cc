// Tests lib/api/put_form.cc.
#include "api/put_form.h"

#include "fixtures.h"

namespace spaconf::api {

class PutFormTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PutFormTest);
  CPPUNIT_TEST(keeps_what_is_left_out);
  CPPUNIT_TEST(requires_login_and_model);
  CPPUNIT_TEST(has_no_other_lines_than_the_sent_ones);
  CPPUNIT_TEST(drops_the_lines_of_the_former_person);
  CPPUNIT_TEST(gives_permissions_to_every_line_without_its_own);
  CPPUNIT_TEST_SUITE_END();

  using Sent = std::vector<std::pair<std::string, std::string>>;

  static Fields form(const Sent& more, const std::string& login = "novak") {
    Registration there;
    there.login = "novak";
    there.lines = {{.position = 1, .user = "1001", .password = {}, .display = "Jan"},
                   {.position = 2, .user = "1002", .password = {}, .display = "Dílna"}};
    Fields sent;
    sent.add("login", login);
    sent.add("model", "spa942");
    for (const auto& [name, value] : more) sent.add(name, value);
    return put_form(there, sent);
  }

  static bool is_emptied(const Fields& form, const std::string& name) {
    return form.has(name) && form.text(name).empty();
  }

  void keeps_what_is_left_out() {
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), form({}).all().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), form({}, " NOVAK").all().size());
  }

  void requires_login_and_model() {
    const Fields form = put_form({}, {});
    CPPUNIT_ASSERT(is_emptied(form, "login") && is_emptied(form, "model"));
  }

  void has_no_other_lines_than_the_sent_ones() {
    const Fields one = form({{"line1_user", "1001"}});
    CPPUNIT_ASSERT(!one.has("line1_display"));
    CPPUNIT_ASSERT(is_emptied(one, "line2_user") && is_emptied(one, "line2_display"));
    CPPUNIT_ASSERT(!form({{"line2_display", "B"}}).has("line1_user"));
  }

  void drops_the_lines_of_the_former_person() {
    const Fields moved = form({{"line1_user", "2001"}}, "dvorak");
    CPPUNIT_ASSERT_EQUAL(std::string("2001"), moved.text("line1_user"));
    CPPUNIT_ASSERT(is_emptied(moved, "line1_display") && is_emptied(moved, "line2_user"));
  }

  void gives_permissions_to_every_line_without_its_own() {
    const Sent two = {{"permission", "local"}, {"permission", "int"}};
    const Fields both = form(two);
    CPPUNIT_ASSERT(!both.has("permission") && !both.has("line3_permission"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), both.texts("line1_permission").size());
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), both.texts("line2_permission").size());
    const Fields own = form({{"permission", ""}, {"line2_permission", "int"}});
    CPPUNIT_ASSERT(is_emptied(own, "line1_permission"));
    CPPUNIT_ASSERT_EQUAL(std::string("int"), own.text("line2_permission"));
    CPPUNIT_ASSERT(!form({{"permission", "int"}, {"line1_user", "1001"}}).has("line2_permission"));
    CPPUNIT_ASSERT(!form({{"permission", "int"}}, "dvorak").has("line2_permission"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PutFormTest);

}  // namespace spaconf::api

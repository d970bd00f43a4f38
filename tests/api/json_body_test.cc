// Tests lib/api/json_body.cc.
#include "api/json_body.h"

#include <nlohmann/json.hpp>

#include "api/problem.h"
#include "fixtures.h"
#include "registration/form.h"

namespace spaconf::api {

class JsonBodyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonBodyTest);
  CPPUNIT_TEST(gives_the_fields_of_the_form);
  CPPUNIT_TEST(is_read_like_the_form);
  CPPUNIT_TEST(points_to_everything_that_is_wrong);
  CPPUNIT_TEST(names_the_first_of_very_many_errors);
  CPPUNIT_TEST_SUITE_END();

  /// A batch has a thousand bodies, whose errors must fit into memory.
  void names_the_first_of_very_many_errors() {
    nlohmann::json body;
    for (int i = 0; i < 1000; ++i) body["x" + std::to_string(i)] = 1;
    try {
      fields_in(body);
      CPPUNIT_FAIL("accepted");
    } catch (const InvalidBody& invalid) {
      CPPUNIT_ASSERT_EQUAL(std::size_t{20}, invalid.errors().size());
    }
    body = {{"permissions", std::vector<std::string>(101, "local")}};
    CPPUNIT_ASSERT_THROW(fields_in(body), InvalidBody);
  }

  static std::string listed(const char* text) {
    std::string list;
    const Fields fields = fields_in(nlohmann::json::parse(text));
    for (const auto& [name, value] : fields.all()) list += name + "=" + value + "|";
    return list;
  }

  static std::string errors(const char* text) {
    try {
      return "no error: " + listed(text);
    } catch (const InvalidBody& body) {
      std::string list;
      for (const MemberError& each : body.errors()) list += each.pointer + ": " + each.detail + "|";
      return list;
    }
  }

  void gives_the_fields_of_the_form() {
    const struct {
      const char* text;
      std::string fields;
    } table[] = {
        {"{}", ""},
        {R"({"login": "novak", "mac": ""})", "login=novak|mac=|"},
        {R"({"permissions": ["local", "int"]})", "permission=local|permission=int|"},
        {R"({"permissions": []})", "permission=|"},
        {R"({"settings": {"Dial_Plan_1_": "x=y", "DND": ""}})",
         "setting=DND = |setting=Dial_Plan_1_ = x=y|"},
        {R"({"settings": {}})", "setting=|"},
        {R"({"lines": []})", ""},
        {R"({"lines": [{"user": "1001"}, {"display": "B", "permissions": ["int"]}]})",
         "line1_user=1001|line2_display=B|line2_permission=int|"},
        {R"({"lines": [{"position": 3, "user": "1001", "domain": "a"}, {"user": "1002"}]})",
         "line3_domain=a|line3_user=1001|line2_user=1002|"},
        {R"({"take_over": true, "keep_password": false})", "keep_password=|take_over=yes|"},
    };
    for (const auto& row : table) CPPUNIT_ASSERT_EQUAL(row.fields, listed(row.text));
  }

  void is_read_like_the_form() {
    const Registration wanted = read_form(
        fields_in(nlohmann::json::parse(
            R"({"login": "novak", "model": "spa942", "mac": "00:0E:08:11:22:33", "serial": "",
                "hostname": "Phone-1", "inventory": "4711", "permissions": ["local"],
                "settings": {"DND": "yes"}, "take_over": true,
                "lines": [{"user": "1001"}, {"user": "1002", "display": "Jan"}]})")),
        {.permissions = {"local"}, .has_known_oui = [](const Mac&) { return true; }});
    CPPUNIT_ASSERT_EQUAL(std::string("phone-1"), wanted.hostname);
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), wanted.lines.size());
    CPPUNIT_ASSERT_EQUAL(std::string("local"), wanted.lines[1].permissions->at(0));
    CPPUNIT_ASSERT_EQUAL(std::string("yes"), wanted.settings.at(0).value);
  }

  void points_to_everything_that_is_wrong() {
    const struct {
      const char *text, *errors;
    } table[] = {
        {"[]", ": The body must be a JSON object.|"},
        {"null", ": The body must be a JSON object.|"},
        {R"({"login": 7, "mac": null, "model": ["a"]})",
         "/login: This must be a string.|/mac: This must be a string.|"
         "/model: This must be a string.|"},
        {R"({"Login": "x", "a/b~c": 1})",
         "/Login: There is no such member.|/a~1b~0c: There is no such member.|"},
        {R"({"permission": "local"})", "/permission: There is no such member.|"},
        {R"({"permissions": "local"})",
         "/permissions: This must be a list of at most 100 strings.|"},
        {R"({"permissions": ["local", 1]})",
         "/permissions: This must be a list of at most 100 strings.|"},
        {R"({"take_over": "yes"})", "/take_over: This must be true or false.|"},
        {R"({"lines": {"user": "1001"}})",
         "/lines: This must be a list of objects, one for each line of the phone.|"},
        {R"({"lines": [{"user": "1001"}, {"user": 1002, "x": 1}, "1003"]})",
         "/lines/1/user: This must be a string.|/lines/1/x: There is no such member.|"
         "/lines/2: This must be an object.|"},
        {R"({"lines": [{}, {}, {}, {}, {}, {}, {}]})", "/lines: A phone has at most 6 lines.|"},
        {R"({"lines": [{"position": 0}, {"position": 7}, {"position": "1"}, {"position": 1.5}]})",
         "/lines/0/position: This must be a number from 1 to 6.|"
         "/lines/1/position: This must be a number from 1 to 6.|"
         "/lines/2/position: This must be a number from 1 to 6.|"
         "/lines/3/position: This must be a number from 1 to 6.|"},
        {R"({"lines": [{"position": 2}, {}, {"position": 18446744073709551615}]})",
         "/lines/1/position: Another line has this position.|"
         "/lines/2/position: This must be a number from 1 to 6.|"},
        {R"({"settings": ["DND = yes"]})",
         "/settings: This must be an object with the name and the value of each parameter, both "
         "strings.|"},
        {R"({"settings": {"A=B": "c"}})",
         "/settings/A=B: The name of a parameter contains no equals sign.|"},
    };
    for (const auto& row : table) CPPUNIT_ASSERT_EQUAL(std::string(row.errors), errors(row.text));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonBodyTest);

}  // namespace spaconf::api

// Tests lib/api/merge_patch.cc.
#include "api/merge_patch.h"

#include <nlohmann/json.hpp>

#include "api/problem.h"
#include "base/text.h"
#include "fixtures.h"
#include "registration/form.h"

namespace spaconf::api {

class MergePatchTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MergePatchTest);
  CPPUNIT_TEST(keeps_what_the_patch_does_not_name);
  CPPUNIT_TEST(replaces_texts_and_merges_settings);
  CPPUNIT_TEST(clears_what_is_null);
  CPPUNIT_TEST(replaces_all_lines);
  CPPUNIT_TEST(gives_all_lines_its_permissions);
  CPPUNIT_TEST(points_to_what_is_wrong);
  CPPUNIT_TEST_SUITE_END();

  static Registration phone() {
    return {.login = "novak",
            .model = find_model("spa942"),
            .mac = Mac::parse("000e08112233"),
            .serial = "S",
            .hostname = "phone-1",
            .inventory = "4711",
            .lines = {{.position = 1, .user = "1001", .password = {}, .display = "Jan"}},
            .settings = {{"DND", "yes"}, {"Time_Zone", "GMT"}}};
  }

  static Fields form(const char* patch) { return patched(phone(), nlohmann::json::parse(patch)); }

  void keeps_what_the_patch_does_not_name() {
    const Fields same = form("{}");
    CPPUNIT_ASSERT_EQUAL(std::string("000e08112233"), same.text("mac"));
    CPPUNIT_ASSERT_EQUAL(std::string("phone-1"), same.text("hostname"));
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), same.texts("setting").size());
    CPPUNIT_ASSERT(!same.has("line1_user") && !same.has("permission"));
    CPPUNIT_ASSERT(!form(R"({"login": "NOVAK"})").has("line1_user"));
  }

  void replaces_texts_and_merges_settings() {
    const Fields changed =
        form(R"({"hostname": "phone-2", "settings": {"DND": "no"}, "on_behalf_of": "jana"})");
    CPPUNIT_ASSERT_EQUAL(std::string("phone-2"), changed.text("hostname"));
    CPPUNIT_ASSERT_EQUAL(std::string("DND = no"), changed.texts("setting")[0]);
    CPPUNIT_ASSERT_EQUAL(std::string("Time_Zone = GMT"), changed.texts("setting")[1]);
    CPPUNIT_ASSERT_EQUAL(std::string("jana"), changed.text("on_behalf_of"));
  }

  void clears_what_is_null() {
    const Fields cleared =
        form(R"({"inventory": null, "settings": {"DND": null}, "on_behalf_of": null})");
    CPPUNIT_ASSERT(cleared.has("inventory") && cleared.text("inventory").empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), cleared.texts("setting").size());
    CPPUNIT_ASSERT(!cleared.has("on_behalf_of"));
    for (const char* patch :
         {R"({"settings": null})", R"({"settings": {"DND": null, "Time_Zone": null}})"}) {
      CPPUNIT_ASSERT_EQUAL(std::size_t(1), form(patch).texts("setting").size());
      CPPUNIT_ASSERT_EQUAL(std::string(), form(patch).text("setting"));
    }
  }

  void replaces_all_lines() {
    const Fields lines = form(R"({"lines": [{"user": "1001"}, {"user": "1002", "display": "B"}]})");
    CPPUNIT_ASSERT_EQUAL(std::string("1002"), lines.text("line2_user"));
    CPPUNIT_ASSERT(lines.has("line1_display") && lines.text("line1_display").empty());
    CPPUNIT_ASSERT(lines.has("line6_user") && lines.text("line6_user").empty());
  }

  void gives_all_lines_its_permissions() {
    Registration there = phone();
    there.lines.push_back({.position = 3, .user = "1003", .password = {}, .display = ""});
    const auto permissions = [&](const char* patch, int position) {
      const Fields all = patched(there, nlohmann::json::parse(patch));
      CPPUNIT_ASSERT(!all.has("permission"));
      const std::string own = line_field(position, "permission");
      return all.has(own) ? joined(all.texts(own), ",") : "none";
    };
    const struct {
      const char *patch, *first, *second, *third;
    } table[] = {
        {R"({"permissions": ["local", "int"]})", "local,int", "none", "local,int"},
        {R"({"permissions": []})", "", "none", ""},
        {R"({"permissions": null})", "", "none", ""},
        {R"({"hostname": "x"})", "none", "none", "none"},
        {R"({"permissions": ["int"], "lines": [{"user": "1", "permissions": []}, {"user": "2"}]})",
         "", "int", "none"},
    };
    for (const auto& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.first), permissions(row.patch, 1));
      CPPUNIT_ASSERT_EQUAL(std::string(row.second), permissions(row.patch, 2));
      CPPUNIT_ASSERT_EQUAL(std::string(row.third), permissions(row.patch, 3));
    }
  }

  void points_to_what_is_wrong() {
    for (const auto& [patch, pointer] : {std::pair{"[]", ""},
                                         {"null", ""},
                                         {R"({"hostnam": "x"})", "/hostnam"},
                                         {R"({"hostnam": null})", "/hostnam"},
                                         {R"({"lines": null})", "/lines"},
                                         {R"({"ref": null})", "/ref"},
                                         {R"({"hostname": 1})", "/hostname"},
                                         {R"({"lines": [{"user": null}]})", "/lines/0/user"},
                                         {R"({"settings": {"DND": 1}})", "/settings"}}) {
      try {
        form(patch);
        CPPUNIT_FAIL(patch);
      } catch (const InvalidBody& body) {
        CPPUNIT_ASSERT_EQUAL(std::string(pointer), body.errors().at(0).pointer);
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MergePatchTest);

}  // namespace spaconf::api

// Tests the table of lib/registration/actions.h: a row is all that an action needs.
#include "registration/actions.h"

#include <set>

#include "base/error.h"
#include "fixtures.h"
#include "registration/audit_events.h"
#include "registration/services.h"

namespace spaconf {
namespace {

Record phone() {
  Record record;
  record.ref = "abcdefghjk";
  record.version = 3;
  record.wanted.login = "novak";
  record.wanted.model = find_model("spa942");
  record.wanted.mac = Mac::parse("000e08112233");
  record.wanted.hostname = "tel-1";
  record.wanted.lines = {{1, "1001", {}, "Jan Novák", std::vector<std::string>{"local"}}};
  record.person.login = "novak";
  record.person.name = "Jan Novák";
  return record;
}

Fields fields(const std::vector<std::pair<std::string, std::string>>& typed) {
  Fields fields;
  for (const auto& [name, value] : typed) fields.add(name, value);
  return fields;
}

}  // namespace

class ActionsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ActionsTest);
  CPPUNIT_TEST(has_all_of_each_action_in_one_row);
  CPPUNIT_TEST(needs_no_more_than_a_row_for_another_action);
  CPPUNIT_TEST(knows_where_an_action_is_offered);
  CPPUNIT_TEST(says_in_the_past_tense_what_was_done);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  Services services_{config(folder_, shipped_configuration(folder_))};

  void has_all_of_each_action_in_one_row() {
    std::set<std::string_view> names, sentences;
    for (const Action& each : actions) {
      CPPUNIT_ASSERT_EQUAL(&each, find_action(each.name));
      CPPUNIT_ASSERT(names.insert(each.name).second);
      CPPUNIT_ASSERT(!each.title.empty() && each.what.ends_with('.') && !each.brief.empty());
      CPPUNIT_ASSERT(sentences.insert(each.past_tense).second);
    }
    CPPUNIT_ASSERT(!find_action("") && !find_action("Edit") && !find_action("register"));
  }

  void needs_no_more_than_a_row_for_another_action() {
    const Action rename{.name = "rename",
                        .title = "Rename",
                        .what = "Gives the phone another hostname.",
                        .brief = "give a phone another hostname",
                        .past_tense = "renamed the phone",
                        .fields = "hostname",
                        .plan = [](Change& change, const Asked& asked) {
                          change.wanted = asked.record.wanted;
                          change.wanted->hostname = "new-" + asked.typed.text("hostname");
                        }};
    const Record before = phone();
    const auto renamed = [&](const Fields& typed) {
      return change_by(rename, services_.asked(before, typed));
    };
    const Change change = renamed(fields({{"hostname", "tel"}}));
    CPPUNIT_ASSERT_EQUAL(std::string("new-tel"), change.wanted->hostname);
    CPPUNIT_ASSERT_EQUAL(&rename, change.action);
    CPPUNIT_ASSERT_EQUAL(3, change.version);
    CPPUNIT_ASSERT(rename.is_offered_to(phone()));
    CPPUNIT_ASSERT_EQUAL(std::string("other: rejected"), thrown_by([&] {
                           renamed(fields({{"serial", "1"}}));
                         }));
  }

  void knows_where_an_action_is_offered() {
    Record software = phone();
    software.wanted.mac.reset();
    std::string of_phone, of_software;
    for (const Action& each : actions) {
      if (each.is_offered_to(phone())) of_phone += std::string(each.name) + " ";
      if (each.is_offered_to(software)) of_software += std::string(each.name) + " ";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("edit replace move password refresh retire "), of_phone);
    CPPUNIT_ASSERT_EQUAL(std::string("edit move password refresh retire "), of_software);
    const Action& edit = action_row("edit");
    CPPUNIT_ASSERT(edit.asks_for("line2_user") && edit.asks_for("hostname"));
    CPPUNIT_ASSERT(!edit.asks_for("host") && !edit.asks_for("") && !edit.asks_for("mac"));
    CPPUNIT_ASSERT(!action_row("password").asks_for("line1_user"));
  }

  void says_in_the_past_tense_what_was_done() {
    CPPUNIT_ASSERT_EQUAL(std::string("retired the phone"), std::string(past_tense("retire")));
    CPPUNIT_ASSERT_EQUAL(std::string("registered the phone"),
                         std::string(past_tense(name(AuditEvent::registered))));
    CPPUNIT_ASSERT_EQUAL(std::string("unheard"), std::string(past_tense("unheard")));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ActionsTest);

}  // namespace spaconf

// Tests lib/registration/differences.cc: what differs between two states, as people read it.
#include "registration/differences.h"

#include <functional>

#include "fixtures.h"

namespace spaconf {
namespace {

using Permissions = std::vector<std::string>;

/// A registration and its person.
struct State {
  Registration wanted;
  Person person;
};

State state() {
  State state;
  state.wanted.login = "novak";
  state.wanted.model = find_model("spa942");
  state.wanted.mac = Mac::parse("000e08112233");
  state.wanted.serial = "88019FA42805";
  state.wanted.hostname = "phone-1";
  state.wanted.inventory = "PC/77";
  state.wanted.lines = {{1, "1001", {}, "Jan", Permissions{"local"}}, {2, "1002", {}, ""}};
  state.wanted.settings = {{"Ring", "1"}};
  state.person.name = "Jan Novák";
  state.person.room = "UI-305";
  state.person.telephone = "377 631 001";
  return state;
}

std::vector<Difference> between(const State& before, const State& after) {
  return differences(before.wanted, before.person, after.wanted, after.person);
}

/// Each sentence; "!" begins those that concern the network staff.
std::string sentences(const std::vector<Difference>& found) {
  std::string text;
  for (const Difference& each : found) {
    text += (text.empty() ? "" : " | ") + std::string(each.concerns_network_staff ? "!" : "") +
            each.sentence();
  }
  return text;
}

}  // namespace

class DifferencesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DifferencesTest);
  CPPUNIT_TEST(names_what_has_changed);
  CPPUNIT_TEST(says_what_is_new_and_what_is_gone);
  CPPUNIT_TEST(finds_none_where_nothing_is_shown);
  CPPUNIT_TEST(says_what_an_account_may_call_from_then_on);
  CPPUNIT_TEST(goes_in_the_order_of_the_form);
  CPPUNIT_TEST(says_permissions_in_the_order_of_the_alphabet);
  CPPUNIT_TEST_SUITE_END();

  using Act = std::function<void(State&)>;

  void names_what_has_changed() {
    const struct {
      Act act;
      std::string sentence;
    } table[] = {
        {[](State& s) { s.wanted.login = "dvorak"; },
         "!person: Jan Novák (novak) → Jan Novák (dvorak)"},
        {[](State& s) { s.person.name = "Eva"; }, "!person: Jan Novák (novak) → Eva (novak)"},
        {[](State& s) { s.person.room = "UI-1"; }, "!room: UI-305 → UI-1"},
        {[](State& s) { s.person.telephone = "2"; }, "telephone: 377 631 001 → 2"},
        {[](State& s) { s.wanted.model = find_model("spa922"); },
         "!model: Linksys SPA942 → Linksys SPA922"},
        {[](State& s) { s.wanted.mac = Mac::parse("000e08445566"); },
         "!MAC address: 00:0e:08:11:22:33 → 00:0e:08:44:55:66"},
        {[](State& s) { s.wanted.serial = "S"; }, "serial number: 88019FA42805 → S"},
        {[](State& s) { s.wanted.hostname = "phone-2"; }, "!hostname: phone-1 → phone-2"},
        {[](State& s) { s.wanted.inventory = "PC/78"; }, "inventory number: PC/77 → PC/78"},
        {[](State& s) { s.wanted.lines[0].display = "Eva"; },
         "line 1: 1001, shown as Jan → 1001, shown as Eva"},
        {[](State& s) { s.wanted.lines[1].user = "1003"; }, "line 2: 1002 → 1003"},
        {[](State& s) { s.wanted.settings[0].value = "2"; }, "parameter Ring: 1 → 2"},
        {[](State& s) { s.wanted.settings[0].value = ""; }, "parameter Ring: 1 → empty"}};
    for (const auto& row : table) {
      State after = state();
      row.act(after);
      CPPUNIT_ASSERT_EQUAL(row.sentence, sentences(between(state(), after)));
    }
  }

  void says_what_is_new_and_what_is_gone() {
    const struct {
      Act act;
      std::string what, value;
    } table[] = {{[](State& s) { s.person.room.clear(); }, "!room", "UI-305"},
                 {[](State& s) { s.person.telephone.clear(); }, "telephone", "377 631 001"},
                 {[](State& s) { s.wanted.mac.reset(); }, "!MAC address", "00:0e:08:11:22:33"},
                 {[](State& s) { s.wanted.serial.clear(); }, "serial number", "88019FA42805"},
                 {[](State& s) { s.wanted.hostname.clear(); }, "!hostname", "phone-1"},
                 {[](State& s) { s.wanted.inventory.clear(); }, "inventory number", "PC/77"},
                 {[](State& s) { s.wanted.lines.pop_back(); }, "line 2", "1002"},
                 {[](State& s) { s.wanted.settings.clear(); }, "parameter Ring", "1"}};
    for (const auto& row : table) {
      State without = state();
      row.act(without);
      CPPUNIT_ASSERT_EQUAL(row.what + ": no longer " + row.value,
                           sentences(between(state(), without)));
      CPPUNIT_ASSERT_EQUAL(row.what + ": new, " + row.value, sentences(between(without, state())));
    }
  }

  void finds_none_where_nothing_is_shown() {
    const Act table[] = {[](State&) {},
                         [](State& s) { s.wanted.lines[0].password = Secret("another"); },
                         [](State& s) { s.person.mail = "novak@example.org"; },
                         [](State& s) { s.person.department = "KIV"; },
                         [](State& s) { std::swap(s.wanted.lines[0], s.wanted.lines[1]); }};
    for (const Act& act : table) {
      State after = state();
      act(after);
      CPPUNIT_ASSERT_EQUAL(std::string(), sentences(between(state(), after)));
    }
    State two = state(), turned = state();
    two.wanted.settings = {{"Ring", "1"}, {"Tone", "2"}};
    turned.wanted.settings = {{"Tone", "2"}, {"Ring", "1"}};
    CPPUNIT_ASSERT_EQUAL(std::string(), sentences(between(two, turned)));
  }

  void says_what_an_account_may_call_from_then_on() {
    const Permissions none, one{"local"}, two{"local", "ld"}, turned{"ld", "local"};
    using Known = std::optional<Permissions>;
    const struct {
      Known before, after;
      std::string sentence;
    } table[] = {{one, two, "account 1001 may call: local → ld, local"},
                 {two, none, "account 1001 may call: ld, local → nothing"},
                 {none, one, "account 1001 may call: nothing → local"},
                 {two, turned, ""},
                 {two, {}, ""},
                 {{}, two, ""}};
    for (const auto& row : table) {
      State before = state(), after = state();
      before.wanted.lines[0].permissions = row.before;
      after.wanted.lines[0].permissions = row.after;
      CPPUNIT_ASSERT_EQUAL(row.sentence, sentences(between(before, after)));
    }
    // It is the account's, on whichever line it is.
    State before = state(), after = state();
    std::swap(after.wanted.lines[0].position, after.wanted.lines[1].position);
    after.wanted.lines[0].permissions = two;
    assert_has(sentences(between(before, after)), "account 1001 may call: local → ld, local");
  }

  void goes_in_the_order_of_the_form() {
    State after;
    after.wanted.login = "eva";
    after.wanted.model = find_model("software");
    after.wanted.lines = {{1, "1001", {}, "Jan", Permissions{}}, {3, "1003", {}, ""}};
    after.wanted.settings = {{"Dial_Plan_1_", "x"}};
    std::string names;
    for (const Difference& each : between(state(), after)) names += each.what + " | ";
    CPPUNIT_ASSERT_EQUAL(
        std::string("person | room | telephone | model | MAC address | serial number | hostname | "
                    "inventory number | line 2 | line 3 | account 1001 may call | "
                    "parameter Dial_Plan_1_ | parameter Ring | "),
        names);
  }

  void says_permissions_in_the_order_of_the_alphabet() {
    const std::pair<Permissions, std::string> table[] = {
        {{}, "nothing"}, {{"local"}, "local"}, {{"local", "int", "ld"}, "int, ld, local"}};
    for (const auto& [permissions, words] : table) {
      CPPUNIT_ASSERT_EQUAL(words, in_words(permissions));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DifferencesTest);

}  // namespace spaconf

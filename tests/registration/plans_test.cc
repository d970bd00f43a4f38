// Tests the plans of lib/registration/plans.h: what each action makes of a phone, as far as no
// database is asked.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "fixtures.h"
#include "registration/actions.h"
#include "registration/change_from_form.h"
#include "registration/differences.h"
#include "registration/phone_form.h"
#include "registration/services.h"

namespace spaconf {
namespace {

using Permissions = std::vector<std::string>;
using Typed = std::vector<std::pair<std::string, std::string>>;

/// A directory without people, but for the login "two", which it has twice.
class EmptyDirectory : public Directory {
 public:
  std::optional<Person> find(const std::string& login) override {
    if (login == "two") throw Conflict({"login", "There are several."});
    return {};
  }
  std::vector<Person> find_all(const std::vector<std::string>&) override { return {}; }
  std::vector<std::string> groups_of(const std::string&, const std::vector<std::string>&) override {
    return {};
  }
  std::string check() override { return ""; }
};

RecordWithPasswords record() {
  RecordWithPasswords record;
  record.ref = "abcdefghjk";
  record.version = 3;
  record.wanted.login = "novak";
  record.wanted.model = find_model("spa942");
  record.wanted.mac = Mac::parse("000e08112233");
  record.wanted.serial = "88019FA42805";
  record.wanted.hostname = "phone-1";
  record.wanted.lines = {{1, "1001", Secret("Tajne.Heslo-1"), "Jan Novák", Permissions{"local"}},
                         {2, "1002", Secret("Tajne.Heslo-2"), "Door", Permissions{"ld", "local"}}};
  record.wanted.settings = {{"Voice_Mail_Number", "8500"}};
  record.person = {.login = "novak",
                   .name = "Jan Novák",
                   .mail = "novak@example.org",
                   .telephone = "377 631 001",
                   .room = "UI-305",
                   .department = "KIV",
                   .number = ""};
  return record;
}

Fields fields(const Typed& typed) {
  Fields fields;
  for (const auto& [name, value] : typed) fields.add(name, value);
  return fields;
}

std::string shown(const Fields& fields) {
  std::string text;
  for (const auto& [name, value] : fields.all()) text += name + "=" + value + "\n";
  return text;
}

}  // namespace

class PlansTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PlansTest);
  CPPUNIT_TEST(spell_a_phone_out_as_its_form);
  CPPUNIT_TEST(change_what_is_typed_and_nothing_else);
  CPPUNIT_TEST(refuse_what_they_have_no_field_for);
  CPPUNIT_TEST(keep_passwords_unless_the_device_or_the_password_is_another);
  CPPUNIT_TEST(change_permissions_only_when_they_are_typed);
  CPPUNIT_TEST(change_no_retired_phone_but_may_retire_it_again);
  CPPUNIT_TEST(move_to_nobody_whom_the_directory_does_not_know);
  CPPUNIT_TEST(are_the_same_request_for_the_same_form_only);
  CPPUNIT_TEST(name_a_whole_form_by_the_greatest_thing_it_does);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  std::optional<Services> services_;

 public:
  void setUp() override {
    services_.emplace(config(folder_, shipped_configuration(folder_)));
    services_->directory = std::make_unique<EmptyDirectory>();
  }
  void tearDown() override { services_.reset(); }

 private:
  static std::string action_of(const Change& change) { return std::string(change.action->name); }

  Change change(const char* action, const Typed& typed, const Record& record) {
    const Fields form = fields(typed);
    return change_by(*find_action(action), services_->asked(record, form));
  }
  Change change(const char* action, const Typed& typed) { return change(action, typed, record()); }
  std::optional<Change> change_to(const Typed& typed) {
    return spaconf::change_to(record(), fields(typed), *services_->directory, services_->store,
                              services_->form_rules());
  }

  /// What the change does to record(), passwords and all.
  static std::string effect(const Change& change) {
    const Record before = record();
    if (!change.wanted) return "retired";
    std::string text;
    for (const Difference& each :
         differences(before.wanted, before.person, *change.wanted, change.person)) {
      text += each.sentence() + "\n";
    }
    for (const Line& line : change.wanted->lines) {
      if (!line.password.empty()) text += "password of " + line.user + "\n";
    }
    return text;
  }

  /// The fields that are wrong, each with its sentence.
  static std::string rejected(const std::function<void()>& act) {
    try {
      act();
    } catch (const Rejected& rejected) {
      std::string text;
      for (const Problem& each : rejected.problems()) text += each.field + ": " + each.sentence;
      return text;
    }
    return "";
  }

  void spell_a_phone_out_as_its_form() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("login=novak\nmodel=spa942\nmac=00:0e:08:11:22:33\nserial=88019FA42805\n"
                    "hostname=phone-1\ninventory=\nsetting=Voice_Mail_Number = 8500\n"
                    "line1_user=1001\nline1_display=Jan Novák\nline1_permission=local\n"
                    "line2_user=1002\nline2_display=Door\nline2_permission=ld\n"
                    "line2_permission=local\n"),
        shown(fields_of(record().wanted)));
    Registration program;
    program.login = "eva";
    program.model = find_model("software");
    program.lines = {{1, "1005", Secret("Tajne.Heslo-5"), "Eva"}};
    CPPUNIT_ASSERT_EQUAL(
        std::string("login=eva\nmodel=software\nmac=\nserial=\nhostname=\ninventory=\n"
                    "line1_user=1005\nline1_display=Eva\n"),
        shown(fields_of(program)));
  }

  void change_what_is_typed_and_nothing_else() {
    const std::string new_passwords = "password of 1001\npassword of 1002\n";
    const struct {
      const char* action;
      Typed typed;
      std::string effect;
    } table[] = {{"edit", {}, ""},
                 {"edit", {{"hostname", "phone-2"}}, "hostname: phone-1 → phone-2\n"},
                 {"edit", {{"hostname", ""}}, "hostname: no longer phone-1\n"},
                 {"edit", {{"inventory", " PC/77 "}}, "inventory number: new, PC/77\n"},
                 {"edit",
                  {{"line2_display", "Gate"}},
                  "line 2: 1002, shown as Door → 1002, shown as Gate\n"},
                 {"edit",
                  {{"line2_user", ""}, {"line2_display", ""}},
                  "line 2: no longer 1002, shown as Door\n"},
                 {"edit", {{"line3_user", "1003"}}, "line 3: new, 1003\n"},
                 {"edit",
                  {{"setting", "Voice_Mail_Number = 8501"}},
                  "parameter Voice_Mail_Number: 8500 → 8501\n"},
                 {"edit", {{"setting", ""}}, "parameter Voice_Mail_Number: no longer 8500\n"},
                 {"edit", {{"line1_password", "Jine.Heslo-1"}}, "password of 1001\n"},
                 {"replace",
                  {{"mac", "000E08445566"}, {"serial", ""}},
                  "MAC address: 00:0e:08:11:22:33 → 00:0e:08:44:55:66\nserial number: no longer "
                  "88019FA42805\n" +
                      new_passwords},
                 {"replace",
                  {{"model", "spa962"}},
                  "model: Linksys SPA942 → Linksys SPA962\n" + new_passwords},
                 {"password", {}, new_passwords},
                 {"retire", {}, "retired"}};
    for (const auto& row : table) {
      const Change change = this->change(row.action, row.typed);
      const std::string label = row.action + (" " + shown(fields(row.typed)));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(label, row.effect, effect(change));
      CPPUNIT_ASSERT_EQUAL(std::string(row.action), action_of(change));
      CPPUNIT_ASSERT_EQUAL(record().ref, change.ref);
      CPPUNIT_ASSERT_EQUAL(record().version, change.version);
      CPPUNIT_ASSERT(change.actor.empty() && change.key.empty() && !change.takes_over);
    }
  }

  void refuse_what_they_have_no_field_for() {
    const struct {
      const char *action, *field;
    } table[] = {{"edit", "mac"},           {"edit", "login"},
                 {"edit", "keep_password"}, {"replace", "login"},
                 {"replace", "hostname"},   {"replace", "line1_user"},
                 {"move", "mac"},           {"password", "line1_password"},
                 {"refresh", "login"},      {"retire", "hostname"},
                 {"revert", "mac"},         {"edit", "extension"},
                 {"edit", "mac' --"}};
    for (const auto& row : table) {
      assert_has(rejected([&] {
                   change(row.action, {{row.field, "1"}});
                 }),
                 "has no field " + std::string(row.field));
    }
  }

  void keep_passwords_unless_the_device_or_the_password_is_another() {
    for (auto [typed, keeps] : {std::pair{"yes", true}, {"", false}, {"no", false}}) {
      const Typed both{{"mac", "000e08445566"}, {"keep_password", typed}};
      CPPUNIT_ASSERT_EQUAL(keeps, change("replace", both).keeps_passwords);
      CPPUNIT_ASSERT_EQUAL(keeps, change("retire", {{"keep_password", typed}}).keeps_passwords);
    }
    std::set<std::string> drawn;
    for (int i = 0; i < 8; ++i) {
      const Change drawing = change("password", {});
      for (const Line& line : drawing.wanted->lines) drawn.insert(line.password.reveal());
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(16), drawn.size());
  }

  void change_permissions_only_when_they_are_typed() {
    const struct {
      Typed typed;
      std::optional<Permissions> first, second;
    } table[] = {
        {{{"hostname", "x"}}, {}, {}},
        {{{"permission", "int"}}, Permissions{"int"}, {}},
        {{{"line1_permission", "int"}, {"line1_permission", "local"}},
         Permissions{"int", "local"},
         {}},
        {{{"line2_permission", ""}}, {}, Permissions{}},
        {{{"permission", ""}, {"line2_permission", "ld"}}, Permissions{}, Permissions{"ld"}}};
    for (const auto& row : table) {
      const Registration wanted = *change("edit", row.typed).wanted;
      CPPUNIT_ASSERT_MESSAGE(shown(fields(row.typed)), wanted.lines[0].permissions == row.first);
      CPPUNIT_ASSERT_MESSAGE(shown(fields(row.typed)), wanted.lines[1].permissions == row.second);
    }
    const Typed twice{{"permission", "int"}, {"line1_permission", "int"}};
    CPPUNIT_ASSERT(rejected([&] { change("edit", twice); }).starts_with("permission: "));
    CPPUNIT_ASSERT(!rejected([&] { change("edit", {{"permission", "nonesuch"}}); }).empty());
  }

  void change_no_retired_phone_but_may_retire_it_again() {
    for (auto state : {RegistrationState::retired, RegistrationState::retiring}) {
      Record gone = record();
      gone.state = state;
      gone.wanted.lines.clear();
      for (const char* action : {"edit", "replace", "move", "password", "refresh", "revert"}) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(action, "Conflict: " + std::string(is_retired),
                                     thrown_by([&] { change(action, {}, gone); }));
      }
      CPPUNIT_ASSERT(!change("retire", {}, gone).wanted);
    }
  }

  void move_to_nobody_whom_the_directory_does_not_know() {
    const std::pair<const char*, const char*> table[] = {
        {"eva", "login: There is no user eva in the directory."},
        {" eva ", "login: There is no user eva in the directory."},
        {"", "login: Enter a login."},
        {"two", "login: There are several."}};
    for (auto [login, sentence] : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(sentence), rejected([&] {
                             change("move", {{"login", login}});
                           }));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("login: There is no user novak in the directory."),
                         rejected([&] { change("refresh", {}); }));
  }

  void are_the_same_request_for_the_same_form_only() {
    const auto of = [&](const char* action, const Typed& typed) {
      return change(action, typed).fingerprint;
    };
    const Typed typed{{"serial", "4MM00F903042"}};
    const std::string edit = of("edit", typed);
    CPPUNIT_ASSERT_EQUAL(edit, of("edit", typed));
    CPPUNIT_ASSERT(edit != of("edit", {}));
    CPPUNIT_ASSERT(edit != of("edit", {{"serial", "4MM00F903043"}}));
    CPPUNIT_ASSERT(edit != of("replace", typed));
    Record other = record();
    other.ref = "zzzzzzzzzz";
    CPPUNIT_ASSERT(edit != change("edit", typed, other).fingerprint);
    other = record();
    other.version = 4;
    CPPUNIT_ASSERT_EQUAL(edit, change("edit", typed, other).fingerprint);
  }

  void name_a_whole_form_by_the_greatest_thing_it_does() {
    const struct {
      Typed typed;
      std::string action, effect;
    } table[] = {
        {{}, "", ""},
        {{{"login", "NOVAK"}, {"mac", "00-0E-08-11-22-33"}, {"hostname", " PHONE-1"}}, "", ""},
        {{{"line1_user", ""}}, "", ""},
        {{{"line1_password", "Tajne.Heslo-1"}}, "", ""},
        {{{"line1_password", "Jine.Heslo-1"}}, "edit", "password of 1001\n"},
        {{{"hostname", "phone-2"}}, "edit", "hostname: phone-1 → phone-2\n"},
        {{{"serial", "4MM00F903042"}}, "edit", "serial number: 88019FA42805 → 4MM00F903042\n"},
        {{{"mac", "000e08445566"}, {"hostname", "phone-2"}},
         "replace",
         "MAC address: 00:0e:08:11:22:33 → 00:0e:08:44:55:66\nhostname: phone-1 → phone-2\n"
         "password of 1001\npassword of 1002\n"}};
    for (const auto& row : table) {
      const auto change = change_to(row.typed);
      const std::string label = shown(fields(row.typed));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(label, row.action, change ? action_of(*change) : "");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(label, row.effect, change ? effect(*change) : "");
    }
    CPPUNIT_ASSERT_EQUAL(std::string("login: There is no user eva in the directory."),
                         rejected([&] {
                           change_to({{"login", "eva"}});
                         }));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PlansTest);

}  // namespace spaconf

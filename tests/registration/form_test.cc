// Tests lib/registration/form.cc.
#include "registration/form.h"

#include <map>

#include "base/error.h"
#include "fixtures.h"

namespace spaconf {

class FormTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FormTest);
  CPPUNIT_TEST(fills_all_of_the_registration);
  CPPUNIT_TEST(finds_each_mistake_at_its_field);
  CPPUNIT_TEST(takes_what_is_allowed);
  CPPUNIT_TEST(tells_for_each_account_what_it_may_call);
  CPPUNIT_TEST(keeps_what_the_phone_has_already);
  CPPUNIT_TEST(leaves_the_mark_on_what_was_adopted);
  CPPUNIT_TEST(takes_the_domain_of_all_accounts_and_no_other);
  CPPUNIT_TEST(takes_at_most_250_settings);
  CPPUNIT_TEST(finds_every_mistake_at_once);
  CPPUNIT_TEST(tells_address_and_serial_apart);
  CPPUNIT_TEST(says_which_address_looks_like_a_serial_number);
  CPPUNIT_TEST(doubts_serial_numbers_that_it_takes);
  CPPUNIT_TEST(stores_no_blank_but_the_plain_one);
  CPPUNIT_TEST(drops_control_characters_around_what_is_scanned);
  CPPUNIT_TEST(has_one_sentence_for_a_control_character_anywhere_else);
  CPPUNIT_TEST(names_the_fields_of_lines);
  CPPUNIT_TEST(fingerprints_the_wish_and_nothing_else);
  CPPUNIT_TEST_SUITE_END();

  using Typed = std::map<std::string, std::string>;

  const FormRules rules_{.permissions = {"local", "int", "voicemail"},
                         .has_known_oui = [](const Mac& mac) { return mac.oui() == "000e08"; }};

  /// A form without mistakes, changed.
  static Fields form(const Typed& changes = {}) {
    Typed typed{{"login", "novak"},     {"model", "spa942"},    {"mac", "000e08112233"},
                {"line1_user", "1001"}, {"serial", ""},         {"hostname", ""},
                {"inventory", ""},      {"line1_password", ""}, {"line2_user", ""},
                {"key", "k"},           {"csrf", "c"}};
    for (const auto& [name, value] : changes) typed[name] = value;
    Fields fields;
    for (const auto& [name, value] : typed) fields.add(name, value);
    return fields;
  }

  /// The fields with problems, each followed by a blank; "-" for the form as a whole.
  std::string problems(const Fields& fields) const {
    std::string text;
    try {
      read_form(fields, rules_);
    } catch (const Rejected& rejected) {
      for (const Problem& problem : rejected.problems()) {
        text += (problem.field.empty() ? "-" : problem.field) + " ";
        CPPUNIT_ASSERT(problem.sentence.ends_with("."));
      }
    }
    return text;
  }

  void fills_all_of_the_registration() {
    Fields fields = form({{"login", " novak "},
                          {"mac", "00:0E:08:11:22:33\r\n"},
                          {"serial", "4mm00f903042"},
                          {"hostname", " UI305-Phone "},
                          {"inventory", " I-17 ř "},
                          {"line1_user", " 1001 "},
                          {"line1_password", "&<Secret>"},
                          {"line1_display", " Jiří "},
                          {"line3_user", "jan.novak+3_x-y"}});
    fields.add("permission", "int");
    fields.add("permission", "local");
    fields.add("permission", "int");
    Registration wanted = read_form(fields, rules_);
    CPPUNIT_ASSERT_EQUAL(std::string("novak"), wanted.login);
    CPPUNIT_ASSERT(wanted.model == find_model("spa942"));
    CPPUNIT_ASSERT_EQUAL(std::string("000e08112233"), wanted.mac->plain());
    CPPUNIT_ASSERT_EQUAL(std::string("4MM00F903042"), wanted.serial);
    CPPUNIT_ASSERT_EQUAL(std::string("ui305-phone"), wanted.hostname);
    CPPUNIT_ASSERT_EQUAL(std::string("I-17 ř"), wanted.inventory);
    for (const Line& line : wanted.lines) {
      CPPUNIT_ASSERT((line.permissions == std::vector<std::string>{"int", "local"}));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), wanted.lines.size());
    CPPUNIT_ASSERT_EQUAL(1, wanted.lines[0].position);
    CPPUNIT_ASSERT_EQUAL(std::string("1001"), wanted.lines[0].user);
    CPPUNIT_ASSERT_EQUAL(std::string("&<Secret>"), wanted.lines[0].password.reveal());
    CPPUNIT_ASSERT_EQUAL(std::string("Jiří"), wanted.lines[0].display);
    CPPUNIT_ASSERT_EQUAL(3, wanted.lines[1].position);
    CPPUNIT_ASSERT_EQUAL(std::string("jan.novak+3_x-y"), wanted.lines[1].user);
    CPPUNIT_ASSERT(wanted.lines[1].password.empty() && wanted.lines[1].display.empty());
  }

  void finds_each_mistake_at_its_field() {
    const std::string label64(64, 'a'), inventory(10000, 'i');
    struct Row {
      Typed changes;
      std::string problems;
    } const table[] = {
        {{{"login", ""}}, "login "},
        {{{"login", " "}}, "login "},
        {{{"login", std::string(65, 'a')}}, "login "},
        {{{"model", ""}}, "model "},
        {{{"model", "spa901"}}, "model "},
        {{{"model", "SPA942"}}, "model "},
        {{{"mac", ""}}, "mac "},
        {{{"mac", "000e0811223"}}, "mac "},        // eleven digits
        {{{"mac", "OOOE08112233"}}, "mac "},       // O for 0
        {{{"mac", "01:00:5e:11:22:33"}}, "mac "},  // multicast
        {{{"mac", "ff:ff:ff:ff:ff:ff"}}, "mac "},
        {{{"mac", "4MM00F903042"}}, "mac "},  // a serial number
        {{{"mac", "<script>"}}, "mac "},
        {{{"serial", std::string(65, 's')}}, "serial "},
        {{{"model", "software"}}, "mac "},  // has none
        {{{"model", "software"}, {"mac", ""}, {"line2_user", "1002"}}, "line2_user "},
        {{{"model", "spa921"}, {"line2_user", "1002"}}, "line2_user "},
        {{{"model", "spa922"}, {"line2_password", "x"}}, "line2_user "},
        {{{"model", "spa942"}, {"line5_display", "x"}}, "line5_user "},
        {{{"model", "spa962"}, {"line7_user", "1007"}}, "- "},
        {{{"line0_user", "x"}}, "- "},
        {{{"line01_user", "x"}}, "- "},
        {{{"line1_realm", "x"}}, "- "},
        {{{"Login", "novak"}}, "- "},
        {{{"", "x"}}, "- "},
        {{{"<b>", ""}}, "- "},
        {{{"hostname", "-a"}}, "hostname "},
        {{{"hostname", "a-"}}, "hostname "},
        {{{"hostname", "a.b"}}, "hostname "},
        {{{"hostname", "a_b"}}, "hostname "},
        {{{"hostname", "a b"}}, "hostname "},
        {{{"hostname", "ř"}}, "hostname "},
        {{{"hostname", label64}}, "hostname "},
        {{{"inventory", inventory}}, "inventory "},
        {{{"inventory", std::string(65, 'i')}}, "inventory "},
        {{{"permission", "root"}}, "permission "},
        {{{"line1_permission", "root"}}, "line1_permission "},
        {{{"line2_permission", "int"}}, "line2_user "},  // no number
        {{{"line1_user", ""}}, "line1_user "},
        {{{"line1_user", "10 01"}}, "line1_user "},
        {{{"line1_user", "1001@x"}}, "line1_user "},
        {{{"line1_user", "ř"}}, "line1_user "},
        {{{"line1_user", "1;a"}}, "line1_user "},
        {{{"line1_user", std::string(64, '1')}}, "line1_user "},
        {{{"line2_user", "1001"}}, "line2_user "},   // twice
        {{{"line2_password", "x"}}, "line2_user "},  // no number
        {{{"line2_display", "x"}}, "line2_user "},
        {{{"line1_password", "a b"}}, "line1_password "},
        {{{"line1_password", " "}}, "line1_password "},
        {{{"line1_password", "heslo\xc5\x99"}}, "line1_password "},
        {{{"line1_password", std::string(26, 'x')}}, "line1_password "},
        {{{"line1_display", std::string(256, 'x')}}, "line1_display "},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.changes.begin()->first + "=" + row.changes.begin()->second,
                                   row.problems, problems(form(row.changes)));
    }
  }

  void takes_what_is_allowed() {
    std::string display;
    for (int i = 0; i < 255; ++i) display += "ř";
    for (const Typed& changes : {Typed{},
                                 Typed{{"mac", "0014bf112233"}},
                                 Typed{{"mac", " 000E.0811.2233 "}},
                                 Typed{{"hostname", std::string(63, 'a')}},
                                 Typed{{"hostname", "1"}},
                                 Typed{{"hostname", "A-1"}},
                                 Typed{{"inventory", std::string(64, 'i')}},
                                 Typed{{"line1_user", std::string(63, '1')}},
                                 Typed{{"line1_user", "0616*004"}},
                                 Typed{{"serial", "CCQ162306EA"}},
                                 Typed{{"serial", "4MM00F-03042"}},
                                 Typed{{"serial", "?"}},
                                 Typed{{"serial", std::string(64, 's')}},
                                 Typed{{"line1_password", std::string(25, '~')}},
                                 Typed{{"line1_display", display}},
                                 Typed{{"line1_display", "<b>&\"'"}},
                                 Typed{{"model", "software"}, {"mac", ""}},
                                 Typed{{"model", "spa962"}, {"line6_user", "1006"}},
                                 Typed{{"line4_user", "1004"}},
                                 Typed{{"login", std::string(64, 'a')}},
                                 Typed{{"line2_user", " "}},
                                 Typed{{"permission", ""}},
                                 Typed{{"line1_permission", ""}},
                                 Typed{{"line2_permission", ""}},
                                 Typed{{"line1_permission", "int"}}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), problems(form(changes)));
    }
  }

  using Permissions = std::optional<std::vector<std::string>>;

  void tells_for_each_account_what_it_may_call() {
    struct Row {
      Typed typed;
      Permissions first, second;
    };
    const std::vector<std::string> none, local{"local"}, international{"int"};
    for (const Row& row :
         {Row{{}, {}, {}}, Row{{{"permission", "int"}}, international, international},
          Row{{{"permission", ""}}, none, none}, Row{{{"line1_permission", "local"}}, local, {}},
          Row{{{"line1_permission", ""}}, none, {}},
          Row{{{"permission", "int"}, {"line2_permission", "local"}}, international, local},
          Row{{{"permission", "int"}, {"line1_permission", ""}}, none, international}}) {
      Typed typed = row.typed;
      typed["line2_user"] = "1002";
      const Registration wanted = read_form(form(typed), rules_);
      CPPUNIT_ASSERT(wanted.lines[0].permissions == row.first);
      CPPUNIT_ASSERT(wanted.lines[1].permissions == row.second);
    }
  }

  /// What the configuration has no more can stay where it is, and go nowhere else.
  void keeps_what_the_phone_has_already() {
    Registration there;
    there.lines = {{1, "1001", {}, "", std::vector<std::string>{"former"}}};
    there.settings = {{"Former", "1"}, {"Adopted", "1", true}};
    FormRules rules = rules_;
    rules.setting_error = [](const Setting& setting) {
      return setting.name + " is not a parameter";
    };
    for (const auto& [typed, is_taken] :
         {std::pair{Typed{{"line1_permission", "former"}}, true},
          {Typed{{"line1_permission", "former"}, {"line1_user", "1002"}}, false},
          {Typed{{"line2_permission", "former"}, {"line2_user", "1002"}}, false},
          {Typed{{"permission", "former"}}, false},
          {Typed{{"setting", "Former = 1"}}, true},
          {Typed{{"setting", "Former = 2"}}, false},
          {Typed{{"setting", "Adopted = 1"}}, true},
          {Typed{{"setting", "Adopted = 2"}}, false},
          {Typed{{"setting", "Other = 1"}}, false}}) {
      for (const Registration* now :
           {static_cast<const Registration*>(&there), static_cast<const Registration*>(nullptr)}) {
        rules.there = now;
        bool taken = true;
        try {
          read_form(form(typed), rules);
        } catch (const Rejected&) {
          taken = false;
        }
        CPPUNIT_ASSERT_EQUAL_MESSAGE(typed.begin()->first, is_taken && now, taken);
      }
    }
  }

  void leaves_the_mark_on_what_was_adopted() {
    Registration there;
    there.settings = {{"Former", "1"}, {"Adopted", "1", true}};
    FormRules rules = rules_;
    rules.there = &there;
    const auto is_marked = [&](const char* typed) {
      return read_form(form({{"setting", typed}}), rules).settings.at(0).is_unchecked;
    };
    CPPUNIT_ASSERT(is_marked("Adopted = 1"));
    CPPUNIT_ASSERT(!is_marked("Former = 1"));
  }

  void takes_the_domain_of_all_accounts_and_no_other() {
    FormRules rules = rules_;
    rules.domain = "sip.example.org";
    read_form(form({{"line1_domain", ""}}), rules);
    read_form(form({{"line1_domain", "sip.example.org"}}), rules);
    CPPUNIT_ASSERT_THROW(read_form(form({{"line1_domain", "example.org"}}), rules), Rejected);
  }

  void takes_at_most_250_settings() {
    FormRules rules = rules_;
    int judged = 0;
    rules.setting_error = [&](const Setting&) {
      ++judged;
      return "";
    };
    Fields fields = form({});
    for (int i = 1; i <= 250; ++i) fields.add("setting", "Own_" + std::to_string(i) + " = 1");
    CPPUNIT_ASSERT_EQUAL(std::size_t(250), read_form(fields, rules).settings.size());
    fields.add("setting", "Own_251 = 1");
    judged = 0;
    CPPUNIT_ASSERT_THROW(read_form(fields, rules), Rejected);
    CPPUNIT_ASSERT_EQUAL(0, judged);
  }

  void finds_every_mistake_at_once() {
    Fields fields = form({{"login", ""},
                          {"model", "x"},
                          {"mac", "y"},
                          {"serial", std::string(65, 'z')},
                          {"hostname", "-"},
                          {"inventory", std::string(65, 'i')},
                          {"permission", "root"},
                          {"line1_user", ""},
                          {"line1_password", " "},
                          {"line1_display", std::string(256, 'd')},
                          {"line6_user", "!"},
                          {"unknown", ""},
                          {"unknown2", ""}});
    CPPUNIT_ASSERT_EQUAL(
        std::string("- - login model mac serial hostname inventory permission line1_user "
                    "line1_password line1_display line6_user "),
        problems(fields));
    CPPUNIT_ASSERT_EQUAL(std::string("login model mac line1_user "), problems({}));
  }

  void tells_address_and_serial_apart() {
    struct Row {
      const char *mac, *serial, *is_mac, *is_serial;
    } const table[] = {{"000e08112233", "4MM00F903042", "000e08112233", "4MM00F903042"},
                       {"4MM00F903042", "000e08112233", "000e08112233", "4MM00F903042"},
                       {"4MM00F903042", "00:0E:08:11:22:33", "000e08112233", "4MM00F903042"},
                       {"", "000E08112233", "000e08112233", ""},
                       {"000e08112233", "", "000e08112233", ""},
                       // Serial numbers that could be addresses: the maker's digits tell.
                       {"88019FA42805", "000e08112233", "000e08112233", "88019FA42805"},
                       {"000e08112233", "88019FA42805", "000e08112233", "88019FA42805"},
                       {"0014bf112233", "88019FA42805", "0014bf112233", "88019FA42805"}};
    for (const Row& row : table) {
      Registration wanted = read_form(form({{"mac", row.mac}, {"serial", row.serial}}), rules_);
      CPPUNIT_ASSERT_EQUAL(std::string(row.is_mac), wanted.mac->plain());
      CPPUNIT_ASSERT_EQUAL(std::string(row.is_serial), wanted.serial);
    }
    for (auto [mac, serial, where] : {std::tuple{"not one", "000e08112233", "mac serial "},
                                      {"", "4MM00F903042", "mac "},
                                      {"4MM00F903042", "4MM00F903043", "mac "},
                                      {"4MM00F903042", "00:14:bf:11:22:33", "mac "},
                                      {"000e08112233", "000e08445566", "serial "},
                                      {"000e0811223", "", "mac "}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(where), problems(form({{"mac", mac}, {"serial", serial}})));
    }
  }

  void says_which_address_looks_like_a_serial_number() {
    for (auto [mac, looks] : {std::pair{"4MM00F903042", true},
                              {"CCQ162306EA", true},
                              {"000e0811223", false},
                              {"OOOE08112233", true},
                              {"x", false}}) {
      std::string sentence;
      try {
        read_form(form({{"mac", mac}}), rules_);
      } catch (const Rejected& rejected) {
        sentence = rejected.problems().front().sentence;
      }
      CPPUNIT_ASSERT_EQUAL_MESSAGE(mac, looks, sentence.starts_with("This looks like the serial"));
    }
  }

  void doubts_serial_numbers_that_it_takes() {
    for (auto [serial, is_doubtful] : {std::pair{"", false},
                                       {"4MM00F903042", false},
                                       {"CCQ162306EA", false},
                                       {"4MM00F-03042", true},
                                       {"?", true}}) {
      const Registration wanted = read_form(form({{"serial", serial}}), rules_);
      CPPUNIT_ASSERT_EQUAL(std::string(serial), wanted.serial);
      CPPUNIT_ASSERT_EQUAL(is_doubtful, !serial_warning(wanted.serial).empty());
    }
  }

  void stores_no_blank_but_the_plain_one() {
    for (const char* blank : {"\u00a0", "\u200b", "\ufeff", "\u3000", "\u00ad", "\t", "\r\n"}) {
      const auto around = [&](const std::string& text) { return blank + text + blank; };
      const Registration wanted = read_form(form({{"login", around("novak")},
                                                  {"mac", around("000e08112233")},
                                                  {"serial", around("4MM00F903042")},
                                                  {"hostname", around("ui305")},
                                                  {"inventory", around("I-17")},
                                                  {"line1_user", around("1001")},
                                                  {"line1_display", around("Jan")}}),
                                            rules_);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(blank, std::string("novak"), wanted.login);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(blank, std::string("000e08112233"), wanted.mac->plain());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(blank, std::string("4MM00F903042"), wanted.serial);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(blank, std::string("ui305"), wanted.hostname);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(blank, std::string("I-17"), wanted.inventory);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(blank, std::string("1001"), wanted.lines[0].user);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(blank, std::string("Jan"), wanted.lines[0].display);
    }
    const Registration wanted = read_form(
        form({{"inventory", "I\u00a017\u200b"}, {"line1_display", "Jan\u202fNov\u00adák"}}),
        rules_);
    CPPUNIT_ASSERT_EQUAL(std::string("I 17"), wanted.inventory);
    CPPUNIT_ASSERT_EQUAL(std::string("Jan Novák"), wanted.lines[0].display);
  }

  void drops_control_characters_around_what_is_scanned() {
    const Registration wanted = read_form(form({{"mac",
                                                 "\x02"
                                                 "000e08112233\x03\t"},
                                                {"serial",
                                                 "\x1d"
                                                 "4MM00F903042\x04"},
                                                {"inventory", "\x1b\x7fI-17\u0085"},
                                                {"line1_password", "secret\t\r\n"}}),
                                          rules_);
    CPPUNIT_ASSERT_EQUAL(std::string("000e08112233"), wanted.mac->plain());
    CPPUNIT_ASSERT_EQUAL(std::string("4MM00F903042"), wanted.serial);
    CPPUNIT_ASSERT_EQUAL(std::string("I-17"), wanted.inventory);
    CPPUNIT_ASSERT_EQUAL(std::string("secret"), wanted.lines[0].password.reveal());
  }

  void has_one_sentence_for_a_control_character_anywhere_else() {
    for (const char* field :
         {"login", "mac", "serial", "hostname", "inventory", "line1_user", "line1_display",
          "line1_password", "line2_user", "model", "permission"}) {
      for (const char* value : {"a\tb",
                                "a\x1d"
                                "b",
                                "a\r\nb",
                                "a\u2028"
                                "b",
                                "a\u0085"
                                "b"}) {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(field, field + std::string(" "),
                                     problems(form({{field, value}})));
      }
    }
    for (const char* field : {"login", "hostname", "line1_user", "line1_display"}) {
      CPPUNIT_ASSERT_EQUAL(field + std::string(" "), problems(form({{field,
                                                                     "\x02"
                                                                     "a"}})));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("inventory "),
                         problems(form({{"inventory", std::string("a\0b", 3)}})));
  }

  void names_the_fields_of_lines() {
    CPPUNIT_ASSERT_EQUAL(std::string("line6_display"), line_field(6, "display"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("display"), line_part("line6_display"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("line7_user"), line_part("line7_user"));
    for (auto [field, position] : {std::pair{"line1_user", 1},
                                   {"line6_display", 6},
                                   {"line7_user", 0},
                                   {"line0_user", 0},
                                   {"line1user", 0},
                                   {"line__user", 0},
                                   {"line", 0},
                                   {"line10_user", 0},
                                   {"mac", 0},
                                   {"", 0}}) {
      CPPUNIT_ASSERT_EQUAL(position, line_of(field));
    }
  }

  void fingerprints_the_wish_and_nothing_else() {
    const std::string before = fingerprint(form());
    CPPUNIT_ASSERT_EQUAL(std::size_t(64), before.size());
    for (const char* name : {"key", "csrf", "line1_password", "line6_password"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, before, fingerprint(form({{name, "other"}})));
    }
    CPPUNIT_ASSERT_EQUAL(before, fingerprint(form({{"line6_user", ""}})));
    CPPUNIT_ASSERT(before != fingerprint(form({{"line1_permission", ""}})));
    for (const char* name :
         {"login", "model", "mac", "serial", "hostname", "inventory", "permission", "line1_user",
          "line1_display", "line6_user", "keep_password"}) {
      CPPUNIT_ASSERT_MESSAGE(name, before != fingerprint(form({{name, "other"}})));
    }
    Fields one, other;
    one.add("login", "a");
    one.add("model", "b");
    other.add("model", "b");
    other.add("login", "a");
    CPPUNIT_ASSERT_EQUAL_MESSAGE("another order", fingerprint(one), fingerprint(other));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FormTest);

}  // namespace spaconf

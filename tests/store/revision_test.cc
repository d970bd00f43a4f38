// Tests lib/store/revision.cc: what is written as JSON is read back as it was.
#include "store/revision.h"

#include "fixtures.h"

namespace spaconf {

class RevisionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RevisionTest);
  CPPUNIT_TEST(gives_back_every_member);
  CPPUNIT_TEST(gives_back_any_text);
  CPPUNIT_TEST(keeps_what_each_account_may_call);
  CPPUNIT_TEST(reads_permissions_that_were_written_for_the_phone_as_those_of_its_first_account);
  CPPUNIT_TEST(holds_no_password);
  CPPUNIT_TEST(refuses_what_is_no_revision);
  CPPUNIT_TEST_SUITE_END();

  using Permissions = std::optional<std::vector<std::string>>;

  static Registration with(const Permissions& first, const Permissions& second) {
    Registration wanted;
    wanted.login = "novak";
    wanted.model = find_model("spa942");
    wanted.lines = {{1, "1001", {}, "Jan", first}, {2, "1002", {}, "Jan", second}};
    return wanted;
  }

  static Registration read(const std::string& text) {
    Registration wanted;
    Person person;
    read_json(text, wanted, person);
    return wanted;
  }

  /// All that a revision keeps, written out.
  static std::string all(const Registration& wanted, const Person& person) {
    std::string text = wanted.login + "\n" + std::string(wanted.model->name) + "\n" +
                       (wanted.mac ? wanted.mac->plain() : "no MAC") + "\n" + wanted.serial + "\n" +
                       wanted.hostname + "\n" + wanted.inventory + "\n";
    for (const Line& line : wanted.lines) {
      text += std::to_string(line.position) + "\n" + line.user + "\n" + line.display + "\n";
      if (!line.permissions) continue;
      for (const std::string& each : *line.permissions) text += "may " + each + "\n";
    }
    for (const Setting& each : wanted.settings) {
      text += each.name + " = " + each.value + (each.is_unchecked ? " unchecked" : "") + "\n";
    }
    for (const std::string& each : {person.login, person.name, person.mail, person.telephone,
                                    person.room, person.department}) {
      text += each + "\n";
    }
    return text;
  }

  static void assert_is_read_back(const Registration& wanted, const Person& person) {
    Registration wanted_then;
    Person person_then;
    read_json(as_json(wanted, person), wanted_then, person_then);
    CPPUNIT_ASSERT_EQUAL(all(wanted, person), all(wanted_then, person_then));
  }

  static Person novak() {
    return {.login = "novak",
            .name = "Jan Novák",
            .mail = "novak@example.org",
            .telephone = "+420 377 631 001",
            .room = "UI-305",
            .department = "KIV",
            .number = ""};
  }

  void gives_back_every_member() {
    Registration wanted = with(std::vector<std::string>{"local", "ld"}, {});
    wanted.serial = "88019FA42805";
    wanted.hostname = "phone-1";
    wanted.inventory = "PC/77";
    wanted.settings = {
        {"Ring", "1"}, {"Dial_Plan_1_", "(*xx|x.)"}, {"Tone", ""}, {"Old", "1", true}};
    for (const Model& model : models()) {
      for (const char* mac : {"", "000e08112233"}) {
        wanted.model = &model;
        wanted.mac = Mac::parse(mac);
        assert_is_read_back(wanted, novak());
      }
    }
    wanted.lines.clear();
    wanted.settings.clear();
    assert_is_read_back(wanted, novak());
    for (int position = 1; position <= most_lines; ++position) {
      wanted.lines.push_back({position, "100" + std::to_string(position), {}, "Jan"});
    }
    assert_is_read_back(wanted, novak());
  }

  void gives_back_any_text() {
    for (const std::string text :
         {"", " ", "\"", "\\", "\\\"", "\\u0000", "{\"login\": 1}", "]}", "'; DROP TABLE x; --",
          "Řehoř Жанна 李 🙂", "\u00a0\u2028\ufeff", "a\nb\r\n\n\tc", "\x01\x1b\x7f",
          "null", "0"}) {
      Registration wanted = with(std::vector<std::string>{text, "local"}, {});
      wanted.login = wanted.serial = wanted.hostname = wanted.inventory = text;
      wanted.lines[1].user = wanted.lines[1].display = text;
      wanted.settings = {{text, text}, {"Ring", text}};
      Person person{text, text, text, text, text, text, ""};
      assert_is_read_back(wanted, person);
    }
    Registration with_nul = with({}, {});
    with_nul.hostname = std::string("a\0b", 3);
    assert_is_read_back(with_nul, novak());
  }

  void keeps_what_each_account_may_call() {
    const std::vector<std::string> none, two{"local", "ld"};
    const Registration read_back = read(as_json(with(two, none), {}));
    CPPUNIT_ASSERT(read_back.lines[0].permissions == two);
    CPPUNIT_ASSERT(read_back.lines[1].permissions == none);
    CPPUNIT_ASSERT(!read(as_json(with({}, two), {})).lines[0].permissions);
  }

  void reads_permissions_that_were_written_for_the_phone_as_those_of_its_first_account() {
    const Registration old = read(R"({"login": "novak", "model": "spa942", "mac": "",
      "serial": "", "hostname": "", "inventory": "", "permissions": ["ld"], "settings": [],
      "lines": [{"position": 1, "user": "1001", "display": "Jan"},
                {"position": 2, "user": "1002", "display": "Jan"}],
      "person": {"name": "", "mail": "", "telephone": "", "room": "", "department": ""}})");
    CPPUNIT_ASSERT(old.lines[0].permissions == std::vector<std::string>{"ld"});
    CPPUNIT_ASSERT(!old.lines[1].permissions);
  }

  void holds_no_password() {
    Registration wanted = with({}, {});
    wanted.lines[0].password = Secret("Tajne.Heslo-1");
    CPPUNIT_ASSERT(as_json(wanted, novak()).find("Tajne") == std::string::npos);
    CPPUNIT_ASSERT(read(as_json(wanted, novak())).lines[0].password.empty());
  }

  void refuses_what_is_no_revision() {
    const std::string good = as_json(with({}, {}), novak());
    const auto changed = [&](const std::string& from, const std::string& to) {
      assert_has(good, from);
      std::string text = good;
      return text.replace(text.find(from), from.size(), to);
    };
    const std::string table[] = {"",
                                 "null",
                                 "[]",
                                 "{}",
                                 "1",
                                 "novak",
                                 good + "}",
                                 good.substr(0, good.size() / 2),
                                 changed("\"login\":\"novak\"", "\"login\":7"),
                                 changed("\"login\":", "\"logon\":"),
                                 changed("spa942", "spa999"),
                                 changed("\"model\":\"spa942\"", "\"model\":null"),
                                 changed("\"mac\":\"\"", "\"mac\":0"),
                                 changed("\"position\":1", "\"position\":\"1\""),
                                 changed("\"lines\":[{", "\"lines\":[7,{"),
                                 changed("\"settings\":[]", "\"settings\":[[\"Ring\"]]"),
                                 changed("\"settings\":[]", "\"settings\":[{\"Ring\":\"1\"}]"),
                                 changed("\"person\":{", "\"people\":{"),
                                 changed("\"room\":\"UI-305\"", "\"room\":[]"),
                                 changed("KIV", "\xff")};
    for (const std::string& text : table) {
      assert_has(thrown_by([&] { read(text); }), "other: ");
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), thrown_by([&] { read(good); }));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RevisionTest);

}  // namespace spaconf

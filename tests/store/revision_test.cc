// Tests lib/store/revision.cc.
#include "store/revision.h"

#include "fixtures.h"
#include "registration/differences.h"

namespace spaconf {

class RevisionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RevisionTest);
  CPPUNIT_TEST(keeps_what_each_account_may_call);
  CPPUNIT_TEST(reads_permissions_that_were_written_for_the_phone_as_those_of_its_first_account);
  CPPUNIT_TEST(tells_what_an_account_may_call_from_then_on);
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

  void keeps_what_each_account_may_call() {
    const std::vector<std::string> none, two{"local", "ld"};
    const Registration read_back = read(as_json(with(two, none), {}));
    CPPUNIT_ASSERT(read_back.lines[0].permissions == two);
    CPPUNIT_ASSERT(read_back.lines[1].permissions == none);
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

  void tells_what_an_account_may_call_from_then_on() {
    const std::vector<std::string> none, one{"local"}, two{"local", "ld"}, also_two{"ld", "local"};
    const struct {
      Permissions before, after;
      std::string sentence;
    } table[] = {{one, two, "account 1001 may call: local → ld, local"},
                 {two, none, "account 1001 may call: ld, local → nothing"},
                 {none, one, "account 1001 may call: nothing → local"},
                 {two, also_two, ""},
                 {two, {}, ""},
                 {{}, two, ""}};
    for (const auto& row : table) {
      std::string sentences;
      for (const Difference& each :
           differences(with(row.before, none), {}, with(row.after, none), {})) {
        sentences += each.sentence();
      }
      CPPUNIT_ASSERT_EQUAL(row.sentence, sentences);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RevisionTest);

}  // namespace spaconf

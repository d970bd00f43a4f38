// Tests lib/registration/review.cc: who has left, who has changed, and who only seems to.
#include "registration/review.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {
namespace {

/// A directory that knows some people. Asked for many, it leaves out those in `left_out`.
class Few : public Directory {
 public:
  explicit Few(std::vector<Person> people) : people_(std::move(people)) {}

  std::optional<Person> find(const std::string& login) override {
    asked.push_back(login);
    const auto found = all(login);
    if (found.size() > 1) throw Conflict({"login", "There are several."});
    if (found.empty()) return {};
    return found.front();
  }

  std::vector<Person> find_all(const std::vector<std::string>& logins) override {
    if (is_away) throw Unavailable("directory", "away");
    std::vector<Person> found;
    for (const std::string& login : logins) {
      if (login == left_out) continue;
      for (Person& person : all(login)) found.push_back(std::move(person));
    }
    return found;
  }

  std::vector<std::string> groups_of(const std::string&, const std::vector<std::string>&) override {
    return {};
  }
  std::string check() override { return ""; }

  std::string left_out;
  bool is_away = false;
  std::vector<std::string> asked;  // alone

 private:
  std::vector<Person> all(const std::string& login) const {
    std::vector<Person> found;
    for (const Person& person : people_) {
      if (lower(person.login) == lower(login)) found.push_back(person);
    }
    return found;
  }

  std::vector<Person> people_;
};

const Person novak{.login = "novak",
                   .name = "Jan Novák",
                   .mail = "novak@example.org",
                   .telephone = "+420 377 631 001",
                   .room = "UI-101",
                   .department = "KIV",
                   .number = "1001"};

Record phone_of(const Person& person, const std::string& user = "1001") {
  Record record;
  record.ref = "abcdefghjk";
  record.wanted.login = person.login;
  record.wanted.model = find_model("spa942");
  record.wanted.lines = {{1, user, {}, person.name}};
  record.person = person;
  record.person.number.clear();  // our tables have none
  return record;
}

std::string said(const std::optional<Discrepancy>& remark) {
  if (!remark) return "";
  std::string text(remark->name());
  for (const std::string& each : remark->sentences) text += " | " + each;
  return text;
}

}  // namespace

class ReviewTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ReviewTest);
  CPPUNIT_TEST(skips_people_who_have_not_changed);
  CPPUNIT_TEST(says_what_has_changed);
  CPPUNIT_TEST(says_which_number_the_telephone_would_give);
  CPPUNIT_TEST(says_who_has_left_and_who_is_several);
  CPPUNIT_TEST(looks_up_alone_who_is_missing_among_many);
  CPPUNIT_TEST(takes_no_silence_for_an_answer);
  CPPUNIT_TEST_SUITE_END();

  static std::string compared(const Record& phone, std::vector<Person> now) {
    Few directory(std::move(now));
    return said(DirectorySnapshot(directory, {phone}).compare(phone));
  }

  static Person changed(std::string Person::*member, const char* value) {
    Person person = novak;
    person.*member = value;
    return person;
  }

  void skips_people_who_have_not_changed() {
    for (const Person& now : {novak, changed(&Person::login, "NOVAK"),
                              changed(&Person::department, "KMA"), changed(&Person::mail, "")}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), compared(phone_of(novak), {now}));
    }
  }

  void says_what_has_changed() {
    for (const auto& [now, sentence] :
         {std::pair{changed(&Person::name, "Jan Nový"),
                    "changed | person: Jan Novák (novak) → Jan Nový (novak)"},
          {changed(&Person::room, "UI-202"), "changed | room: UI-101 → UI-202"},
          {changed(&Person::room, ""), "changed | room: no longer UI-101"},
          {changed(&Person::telephone, "377631001"),
           "changed | telephone: +420 377 631 001 → 377631001"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(sentence), compared(phone_of(novak), {now}));
    }
  }

  void says_which_number_the_telephone_would_give() {
    Person now = changed(&Person::telephone, "+420 377 632 002");
    now.number = "2002";
    assert_has(compared(phone_of(novak), {now}),
               " | With this telephone line 1 would be 2002; it keeps the account 1001 until "
               "the phone is edited.");
    // Of a line that never was by the telephone, nothing is said.
    const std::string telephone_alone = "changed | telephone: +420 377 631 001 → +420 377 632 002";
    CPPUNIT_ASSERT_EQUAL(telephone_alone, compared(phone_of(novak, "7700001"), {now}));
    CPPUNIT_ASSERT_EQUAL(telephone_alone, compared(phone_of(novak, "2002"), {now}));
    now.number.clear();
    CPPUNIT_ASSERT_EQUAL(telephone_alone, compared(phone_of(novak), {now}));
  }

  void says_who_has_left_and_who_is_several() {
    CPPUNIT_ASSERT_EQUAL(std::string("left | There is no user novak in the directory."),
                         compared(phone_of(novak), {}));
    CPPUNIT_ASSERT_EQUAL(std::string("several | There are several."),
                         compared(phone_of(novak), {novak, novak}));
    using Kind = Discrepancy::Kind;
    for (auto [kind, remedy] :
         {std::pair{Kind::left, "retire"}, {Kind::several, ""}, {Kind::changed, "refresh"}}) {
      const Action* action = Discrepancy{kind, {}}.action();
      CPPUNIT_ASSERT_EQUAL(std::string(remedy), std::string(action ? action->name : ""));
    }
  }

  void looks_up_alone_who_is_missing_among_many() {
    const Person eva = changed(&Person::login, "eva");
    Few directory({novak, eva});
    directory.left_out = "novak";
    const Record phone = phone_of(novak);
    DirectorySnapshot people(directory, {phone, phone_of(eva)});
    CPPUNIT_ASSERT(!people.compare(phone) && !people.compare(phone_of(eva)));
    CPPUNIT_ASSERT(directory.asked == std::vector<std::string>{"novak"});
  }

  void takes_no_silence_for_an_answer() {
    Few directory({novak});
    directory.is_away = true;
    assert_has(thrown_by([&] { DirectorySnapshot(directory, {phone_of(novak)}); }), "Unavailable");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReviewTest);

}  // namespace spaconf

// Tests lib/pages/contacts_part.cc: what the phone's page says of an account's contacts.
#include "pages/contacts_part.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class ContactsPartTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ContactsPartTest);
  CPPUNIT_TEST(shows_like_contacts_once_with_their_count);
  CPPUNIT_TEST(tells_addresses_and_user_agents_apart);
  CPPUNIT_TEST(shows_three_groups_and_counts_the_rest);
  CPPUNIT_TEST(says_of_each_group_when_it_is_another_model);
  CPPUNIT_TEST(says_when_there_is_none);
  CPPUNIT_TEST_SUITE_END();

  static Contact contact(const std::string& address, const std::string& time,
                         const std::string& agent = "Linksys/SPA942-6.1.5(a)") {
    return {"sip:1001@" + address, "2026-11-23 " + time, "", agent};
  }

  /// The paragraphs that the phone's page has of one line's contacts.
  static std::vector<std::string> page(const std::vector<Contact>& contacts) {
    const TimeZone zone("Europe/Prague");
    const Model& wanted = *find_model("spa942");
    Values values;
    Values line = values.add("LINE");
    fill_contacts(line, contacts, {&wanted}, wanted);
    const std::string html = Templates(in_tree("templates")).fill("pages/phone.tpl", values);
    std::vector<std::string> paragraphs;
    const auto begin = html.find("shown as");
    for (const std::string& each :
         split(html.substr(begin, html.find("</section>", begin) - begin), '\n')) {
      const std::string words = without_tags(each);
      if (!words.empty()) paragraphs.push_back(words);
    }
    paragraphs.erase(paragraphs.begin());
    return paragraphs;
  }

  static std::string without_tags(const std::string& html) {
    std::string text;
    bool is_tag = false;
    for (const char c : html) {
      if (c == '<') is_tag = true;
      if (!is_tag) text += c;
      if (c == '>') is_tag = false;
    }
    return std::string(trim(text));
  }

  static void assert_page(const std::vector<std::string>& wanted,
                          const std::vector<Contact>& contacts) {
    const auto shown = page(contacts);
    CPPUNIT_ASSERT_EQUAL(wanted.size(), shown.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) CPPUNIT_ASSERT_EQUAL(wanted[i], shown[i]);
  }

  void shows_like_contacts_once_with_their_count() {
    assert_page({"3 × Online last registered 2026-11-23 11:40:00 from "
                 "sip:1001@192.0.2.7:5062 (Linksys/SPA942-6.1.5(a))"},
                {contact("192.0.2.7:5060", "10:33:07"), contact("192.0.2.7:5062", "10:40:00"),
                 contact("192.0.2.7:5061", "10:35:00")});
    assert_page({"Online registered since 2026-11-23 11:33:07 from sip:1001@192.0.2.7:5060 "
                 "(Linksys/SPA942-6.1.5(a))"},
                {contact("192.0.2.7:5060", "10:33:07")});
  }

  void tells_addresses_and_user_agents_apart() {
    const auto shown =
        page({contact("192.0.2.7", "10:33:07"), contact("192.0.2.8", "10:33:07"),
              contact("192.0.2.7", "10:33:07", "softphone"), contact("192.0.2.8", "10:34:00")});
    CPPUNIT_ASSERT_EQUAL(std::size_t(3), shown.size());
    CPPUNIT_ASSERT(shown[0].starts_with("Online"));
    CPPUNIT_ASSERT(shown[1].starts_with("2 × Online"));
    assert_has(shown[2], "(softphone)");
  }

  void shows_three_groups_and_counts_the_rest() {
    std::vector<Contact> contacts;
    for (int i = 0; i < 7; ++i) {
      contacts.push_back(contact("192.0.2." + std::to_string(i % 5), "10:33:07"));
    }
    const auto shown = page(contacts);
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), shown.size());
    CPPUNIT_ASSERT(shown[0].starts_with("2 ×") && shown[1].starts_with("2 ×"));
    CPPUNIT_ASSERT_EQUAL(std::string("and 2 more"), shown[3]);
  }

  void says_of_each_group_when_it_is_another_model() {
    const std::string other = "Linksys/SPA922-6.1.5(a)";
    const auto shown = page(
        {contact("192.0.2.7:1", "10:33:07", other), contact("192.0.2.7:2", "10:33:07", other)});
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), shown.size());
    assert_has(shown[1], "This is a Linksys SPA922, but a Linksys SPA942 was registered");
  }

  void says_when_there_is_none() { assert_page({"Not online"}, {}); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ContactsPartTest);

}  // namespace spaconf

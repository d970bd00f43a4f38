// Tests lib/registration/ticket_batch_texts.cc with the shipped templates.
#include "registration/ticket_batch_texts.h"

#include "fixtures.h"

namespace spaconf {

class TicketBatchTextsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TicketBatchTextsTest);
  CPPUNIT_TEST(list_each_phone_and_no_password);
  CPPUNIT_TEST(name_how_the_phones_were_registered);
  CPPUNIT_TEST(carry_no_mark_but_ours);
  CPPUNIT_TEST(tell_new_phones_from_changed_ones);
  CPPUNIT_TEST(count_what_there_is_no_room_for);
  CPPUNIT_TEST(name_no_page_without_its_address);
  CPPUNIT_TEST_SUITE_END();

  const Templates templates_{in_tree("templates")};
  const BatchTexts texts_{templates_, 24'000, "https://voip.example.org/spaconf/phones?q="};

  static TicketBatch batch(BatchOrigin origin = BatchOrigin::import) {
    return {.ref = "k3v9tq7x2m",
            .origin = origin,
            .title = "autumn.csv",
            .actor = "registrar",
            .login = "registrar"};
  }

  static PhoneInText phone(const std::string& user) {
    PhoneInText phone;
    phone.record.wanted.login = "novak";
    phone.record.wanted.model = find_model("spa942");
    phone.record.wanted.mac = Mac::parse("000e08112233");
    phone.record.wanted.hostname = "phone-1";
    phone.record.wanted.lines = {{1, user, Secret("Tajne.Heslo-1"), "Jan"}, {2, "2002", {}, ""}};
    phone.record.person = {.login = "novak",
                           .name = "Jan Novák",
                           .mail = "",
                           .telephone = "",
                           .room = "UI-305",
                           .department = "",
                           .number = ""};
    return phone;
  }

  static PhonesInText phones(std::int64_t count) {
    PhonesInText phones{.phones = {}, .count = count};
    for (std::int64_t i = 0; i < count; ++i) phones.phones.push_back(phone(std::to_string(i)));
    return phones;
  }

  static int rows_in(const std::string& text) {
    int rows = 0;
    for (std::size_t at = 0; (at = text.find("| registered\n", at)) != text.npos; ++at) ++rows;
    return rows;
  }

  void list_each_phone_and_no_password() {
    const NewTicket ticket = texts_.ticket_for(batch(), phones(3), "registrar@example.org");
    CPPUNIT_ASSERT_EQUAL(std::string("k3v9tq7x2m"), ticket.reference);
    CPPUNIT_ASSERT_EQUAL(std::string("registrar@example.org"), ticket.requestor);
    assert_has(
        ticket.text,
        "\n00:0e:08:11:22:33 | 1, 2002 | Linksys SPA942 | Jan Novák (novak) | UI-305 | phone-1 "
        "| registered\n");
    CPPUNIT_ASSERT_EQUAL(3, rows_in(ticket.text));
    assert_has(ticket.text, "https://voip.example.org/spaconf/phones?q=k3v9tq7x2m\n");
    for (const char* part : {"Tajne", "more are not listed"}) {
      CPPUNIT_ASSERT_MESSAGE(part, ticket.text.find(part) == ticket.text.npos);
    }
  }

  void name_how_the_phones_were_registered() {
    for (const auto& [origin, words] : {std::pair(BatchOrigin::import, "import of autumn.csv"),
                                        std::pair(BatchOrigin::scan, "scanned by registrar"),
                                        std::pair(BatchOrigin::api, "registered by registrar")}) {
      assert_has(texts_.ticket_for(batch(origin), phones(1), "").subject, words);
    }
    TicketBatch nameless = batch();
    nameless.title.clear();
    const std::string subject = texts_.ticket_for(nameless, phones(1), "").subject;
    CPPUNIT_ASSERT_EQUAL(std::string("Addresses and names for telephones: import"), subject);
  }

  void carry_no_mark_but_ours() {
    const std::string mark = "[spaconf zzzzzzzzzz]";
    TicketBatch hostile = batch();
    hostile.title = hostile.actor = "x " + mark;
    PhonesInText of_hostile = phones(1);
    of_hostile.phones[0].record.person.name = of_hostile.phones[0].record.person.room = "x " + mark;
    const NewTicket ticket = texts_.ticket_for(hostile, of_hostile, "");
    for (const std::string& text :
         {ticket.subject, ticket.text, texts_.changes(hostile, of_hostile)}) {
      CPPUNIT_ASSERT(text.find(mark) == text.npos);
    }
    assert_has(ticket.text, "x (spaconf zzzzzzzzzz)");
  }

  void tell_new_phones_from_changed_ones() {
    PhonesInText both = phones(2);
    both.phones[1].notes = {"hostname: phone-0 → phone-1\nChanged by registrar.\n", "Retired.\n"};
    both.phones[1].record.state = RegistrationState::retiring;
    const std::string text = texts_.changes(batch(), both);
    const auto changed = text.find("have changed");
    CPPUNIT_ASSERT(text.find("More telephones") < text.find("| 0, 2002 |"));
    CPPUNIT_ASSERT(text.find("| 0, 2002 |") < changed && changed < text.find("| 1, 2002 |"));
    assert_has(
        text,
        "| retired\n    hostname: phone-0 → phone-1\n    Changed by registrar.\n    Retired.\n");
    CPPUNIT_ASSERT(texts_.changes(batch(), phones(1)).find("have changed") == text.npos);
  }

  void count_what_there_is_no_room_for() {
    const BatchTexts short_texts{templates_, 4'000, texts_.search_address};
    PhonesInText many = phones(100);
    many.count = 10'000;
    for (const std::string& text :
         {short_texts.ticket_for(batch(), many, "").text, short_texts.changes(batch(), many)}) {
      CPPUNIT_ASSERT(text.size() <= 4'000);
      const int rows = rows_in(text);
      CPPUNIT_ASSERT(rows > 10);
      assert_has(text, std::to_string(10'000 - rows) + " more are not listed here");
    }
  }

  void name_no_page_without_its_address() {
    const BatchTexts without{templates_, 24'000, ""};
    const std::string text = without.ticket_for(batch(), phones(1), "").text;
    CPPUNIT_ASSERT(text.find("All of them") == text.npos && text.find("https") == text.npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TicketBatchTextsTest);

}  // namespace spaconf

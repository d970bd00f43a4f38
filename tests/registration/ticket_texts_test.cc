// Tests lib/registration/ticket_texts.cc with the shipped templates.
#include "registration/ticket_texts.h"

#include "base/text.h"
#include "fixtures.h"

namespace spaconf {

class TicketTextsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TicketTextsTest);
  CPPUNIT_TEST(ask_for_address_and_name_with_all_there_is);
  CPPUNIT_TEST(leave_out_what_there_is_not);
  CPPUNIT_TEST(leave_the_length_of_a_subject_to_the_ticket_system);
  CPPUNIT_TEST(carry_no_mark_but_ours);
  CPPUNIT_TEST(tell_the_former_person_which_phone_has_left);
  CPPUNIT_TEST_SUITE_END();

  const Templates templates_{in_tree("templates")};

  static Record record() {
    Record record;
    record.ref = "k3v9tq7x2m";
    record.actor = "registrar";
    record.wanted.login = "novak";
    record.wanted.model = find_model("spa942");
    record.wanted.mac = Mac::parse("000e08112233");
    record.wanted.serial = "88019FA42805";
    record.wanted.hostname = "phone-1";
    record.wanted.inventory = "PC/77";
    record.wanted.lines = {{1, "1001", Secret("Tajne.Heslo-1"), "Jan"}, {2, "1002", {}, "Jan"}};
    record.person = {.login = "novak",
                     .name = "Jan Novák",
                     .mail = "novak@example.org",
                     .telephone = "377 631 001",
                     .room = "UI-305",
                     .department = "KIV",
                     .number = ""};
    return record;
  }

  void ask_for_address_and_name_with_all_there_is() {
    const NewTicket ticket = ticket_for(templates_, record());
    CPPUNIT_ASSERT_EQUAL(std::string("k3v9tq7x2m"), ticket.reference);
    CPPUNIT_ASSERT_EQUAL(std::string("novak@example.org"), ticket.requestor);
    for (const char* part : {"Linksys SPA942", "Jan Novák", "phone-1"}) {
      assert_has(ticket.subject, part);
    }
    for (const char* part : {"Linksys SPA942", "00:0e:08:11:22:33", "phone-1", "88019FA42805",
                             "PC/77", "1001", "1002", "Jan Novák", "novak", "novak@example.org",
                             "377 631 001", "UI-305", "KIV", "registrar", "k3v9tq7x2m"}) {
      assert_has(ticket.text, part);
    }
    CPPUNIT_ASSERT(ticket.text.find("Tajne") == ticket.text.npos);
  }

  void leave_out_what_there_is_not() {
    Record bare;
    bare.ref = "k3v9tq7x2m";
    bare.actor = "registrar";
    bare.wanted.login = bare.person.login = "novak";
    bare.wanted.model = find_model("software");
    const NewTicket ticket = ticket_for(templates_, bare);
    CPPUNIT_ASSERT_EQUAL(std::string(), ticket.requestor);
    const std::string full = ticket_for(templates_, record()).text;
    for (const char* name :
         {"MAC", "Hostname", "Serial", "Inventory", "Mail", "Telephone", "Room", "Department"}) {
      assert_has(full, "\n" + std::string(name));
      CPPUNIT_ASSERT_MESSAGE(name, ticket.text.find("\n" + std::string(name)) == std::string::npos);
    }
  }

  void leave_the_length_of_a_subject_to_the_ticket_system() {
    for (const std::string& name : {std::string("Jan Novák"), std::string(300, 'x')}) {
      Record named = record();
      named.person.name = name;
      const NewTicket ticket = ticket_for(templates_, named);
      CPPUNIT_ASSERT_EQUAL(std::string("k3v9tq7x2m"), ticket.reference);
      assert_has(ticket.subject, name);
    }
  }

  void carry_no_mark_but_ours() {
    const std::string mark = "[spaconf zzzzzzzzzz]";
    for (auto member : {&Person::name, &Person::telephone, &Person::room, &Person::department}) {
      Record hostile = record();
      hostile.person.*member = "x " + mark;
      const NewTicket ticket = ticket_for(templates_, hostile);
      assert_has(ticket.text, "(spaconf zzzzzzzzzz)");
      CPPUNIT_ASSERT(ticket.text.find(mark) == ticket.text.npos);
      CPPUNIT_ASSERT(ticket.subject.find(mark) == ticket.subject.npos);
    }
  }

  void tell_the_former_person_which_phone_has_left() {
    Record now = record();
    Revision former;
    former.wanted = now.wanted;
    former.wanted.mac = Mac::parse("000e08445566");
    former.person.name = "Eva [spaconf zzzzzzzzzz]";
    now.person.name = "Karel";
    const std::string text = text_for_former_person(templates_, now, former);
    for (const char* part : {"Eva (spaconf zzzzzzzzzz)", "Linksys SPA942", "MAC address",
                             "00:0e:08:44:55:66", "k3v9tq7x2m"}) {
      assert_has(text, part);
    }
    for (const char* part : {"Karel", "00:0e:08:11:22:33", "[spaconf zzzzzzzzzz]", "UI-305"}) {
      CPPUNIT_ASSERT_MESSAGE(part, text.find(part) == text.npos);
    }
    former.wanted.mac.reset();
    CPPUNIT_ASSERT(text_for_former_person(templates_, now, former).find("MAC") ==
                   std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TicketTextsTest);

}  // namespace spaconf

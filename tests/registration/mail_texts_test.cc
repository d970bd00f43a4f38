// Tests lib/registration/mail_texts.cc with the shipped templates and those of a site.
#include "registration/mail_texts.h"

#include "fixtures.h"

namespace spaconf {

class MailTextsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailTextsTest);
  CPPUNIT_TEST(have_the_preferred_language_that_there_is);
  CPPUNIT_TEST(have_languages_of_the_site);
  CPPUNIT_TEST(say_what_a_person_needs_and_no_password);
  CPPUNIT_TEST(tell_how_a_software_phone_is_set_up);
  CPPUNIT_TEST_SUITE_END();

  const Templates templates_{in_tree("templates")};
  const MailSender sender_{.from = "spaconf@example.org", .contact = "the help desk"};

  static Record record() {
    Record record;
    record.ref = "k3v9tq7x2m";
    record.wanted.model = find_model("spa942");
    record.wanted.mac = Mac::parse("000e08112233");
    record.wanted.lines = {{1, "1001", Secret("Tajne.Heslo-1"), "Jan"}, {2, "1002", {}, "Jan"}};
    record.person.name = "Jan <Novák> & syn";
    record.person.mail = "novak@example.org";
    return record;
  }

  void have_the_preferred_language_that_there_is() {
    const struct {
      const char *wanted, *language;
    } table[] = {
        {"", "en"},
        {"cs", "cs"},
        {"CS-cz;q=0.8", "cs"},
        {"de, cs;q=0.5, en", "en"},
        {"de, cs;q=0.5, en;q=0.4", "cs"},
        {"cs;q=0.5, *", "en"},
        {"en-GB, cs", "en"},
        {" cs ,", "cs"},
        {"de", "en"},
        {"cs_CZ.UTF-8", "cs"},
        {"../../x", "en"},
        {"*", "en"},
        {"cs.tpl", "en"},
        {",,", "en"},
    };
    for (const auto& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.wanted, std::string(row.language),
                                   language_of_mail(templates_, row.wanted));
    }
  }

  void have_languages_of_the_site() {
    const Folder folder;
    folder.file("mail/subject.de.tpl", "{{! plain text }}Ihr Telefon {{MODEL}}\n");
    const Templates half(in_tree("templates"), folder.path());
    CPPUNIT_ASSERT_EQUAL(std::string("en"), language_of_mail(half, "de"));
    folder.file("mail/text.de.tpl", "{{! plain text }}Fertig\n");
    const Templates whole(in_tree("templates"), folder.path());
    CPPUNIT_ASSERT_EQUAL(std::string("de"), language_of_mail(whole, "de-AT"));
    const Message mail = message_about(whole, record(), 1, "de", sender_);
    CPPUNIT_ASSERT_EQUAL(std::string("Ihr Telefon Linksys SPA942"), mail.subject);
    CPPUNIT_ASSERT_EQUAL(std::string("Fertig\n"), mail.text);
  }

  void say_what_a_person_needs_and_no_password() {
    for (const char* language : {"en", "cs"}) {
      const Message mail = message_about(templates_, record(), 3, language, sender_);
      CPPUNIT_ASSERT_EQUAL(std::string("novak@example.org"), mail.to);
      CPPUNIT_ASSERT_EQUAL(std::string("spaconf@example.org"), mail.from);
      CPPUNIT_ASSERT_EQUAL(std::string("k3v9tq7x2m.3.registered@example.org"), mail.id);
      assert_has(mail.subject, "Linksys SPA942");
      for (const char* part : {"Jan <Novák> & syn", "Linksys SPA942", "00:0e:08:11:22:33", "1001",
                               "1002", "the help desk", "k3v9tq7x2m"}) {
        assert_has(mail.text, part);
      }
      CPPUNIT_ASSERT_EQUAL(mail.text.npos, mail.text.find("Tajne"));
      CPPUNIT_ASSERT_EQUAL(mail.text.npos, mail.text.find("{{"));
    }
    assert_has(message_about(templates_, record(), 1, "en", sender_).text, "Plug the telephone");
    assert_has(message_about(templates_, record(), 1, "cs", sender_).text, "Připojte telefon");
  }

  void tell_how_a_software_phone_is_set_up() {
    Record software = record();
    software.wanted.model = find_model("software");
    software.wanted.mac.reset();
    const std::string text = message_about(templates_, software, 1, "en", sender_).text;
    CPPUNIT_ASSERT_EQUAL(text.npos, text.find("Plug"));
    CPPUNIT_ASSERT_EQUAL(text.npos, text.find("MAC"));
    assert_has(text, "software telephone");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailTextsTest);

}  // namespace spaconf

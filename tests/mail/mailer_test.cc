// Tests lib/mail/mailer.cc: what [mail] may say, and how a sendmail program is run.
#include "mail/mailer.h"

#include <filesystem>

#include "base/file.h"
#include "fixtures.h"

namespace spaconf {

class MailerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MailerTest);
  CPPUNIT_TEST(is_off_without_its_section);
  CPPUNIT_TEST(refuses_a_section_that_cannot_work);
  CPPUNIT_TEST(gives_the_program_the_mail_and_no_shell);
  CPPUNIT_TEST(tells_a_refused_mail_from_a_program_that_fails);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;

  std::unique_ptr<Mailer> mailer(const std::string& mail) {
    return make_mailer(config(folder_, mail).section("mail"));
  }

  /// A sendmail program that is this shell script.
  std::unique_ptr<Mailer> script(const std::string& text) {
    const std::string file = folder_.file("sendmail", "#!/bin/sh\n" + text);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return mailer("[mail]\nsendmail = \"" + file + "\"\n");
  }

  static Message message(const std::string& to) {
    return {.id = "k3v9tq7x2m.1@example.org",
            .from = "spaconf@example.org",
            .to = to,
            .subject = "Ready",
            .text = "Ready\n"};
  }

  void is_off_without_its_section() { CPPUNIT_ASSERT(!mailer("")); }

  void refuses_a_section_that_cannot_work() {
    const struct {
      const char *text, *sentence;
    } table[] = {
        {"from = \"a@b.cz\"", "[mail] needs sendmail or smtp"},
        {"sendmail = \"/s\"\nsmtp = \"smtp://a\"", "not both"},
        {"sendmail = \"sendmail\"", "beginning with /"},
        {"smtp = \"mail.example.org\"", "begins with smtp://"},
        {"smtp = \"http://mail.example.org\"", "begins with smtp://"},
        {"smtp = \"smtp://a\"\nuser = \"u\"", "password_file"},
    };
    for (const auto& row : table) {
      assert_has(thrown_by([&] { mailer(std::string("[mail]\n") + row.text + "\n"); }),
                 row.sentence);
    }
  }

  void gives_the_program_the_mail_and_no_shell() {
    const std::string out = (folder_.path() / "out").string();
    script("printf '%s\\n' \"$@\" >" + out + "\ncat >>" + out + "\n")
        ->send(message("-oQ$(touch@example.org"));
    const std::string got = read_file(out);
    assert_has(got, "-i\n-f\nspaconf@example.org\n--\n-oQ$(touch@example.org\nDate: ");
    CPPUNIT_ASSERT_EQUAL(got.npos, got.find('\r'));
    assert_has(got, "\nMessage-ID: <k3v9tq7x2m.1@example.org>\n");
  }

  void tells_a_refused_mail_from_a_program_that_fails() {
    const auto refused = thrown_by(
        [&] { script("echo no such user >&2; exit 67")->send(message("a@example.org")); });
    assert_has(refused, "other: ");
    assert_has(refused, "exit code 67 no such user");
    CPPUNIT_ASSERT_THROW(script("exit 65")->send(message("a@example.org")), MailRefused);
    for (const char* code : {"1", "64", "66", "68", "75", "78"}) {
      const std::string exits = std::string("exit ") + code;
      assert_has(thrown_by([&] { script(exits)->send(message("a@example.org")); }),
                 "Unavailable: mail server: ");
    }
    assert_has(thrown_by([&] { script("kill -9 $$")->send(message("a@example.org")); }),
               "exit code 137");
    assert_has(thrown_by([&] {
                 mailer("[mail]\nsendmail = \"/nonexistent\"\n")->send(message("a@example.org"));
               }),
               "Unavailable: mail server: /nonexistent: No such file");
    CPPUNIT_ASSERT_THROW(script("exit 0")->send(message("jiří@example.org")), MailRefused);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MailerTest);

}  // namespace spaconf

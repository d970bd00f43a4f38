// Tests lib/registration/event_tasks.cc and lib/webhook/webhook.cc, as far as no database and no
// receiver is asked.
#include "registration/event_tasks.h"

#include "fixtures.h"
#include "registration/services.h"

namespace spaconf {

class EventTasksTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventTasksTest);
  CPPUNIT_TEST(reads_each_webhook);
  CPPUNIT_TEST(refuses_a_wrong_webhook_with_its_line);
  CPPUNIT_TEST_SUITE_END();

  Folder folder_;
  Services services_{config(folder_, shipped_configuration(folder_))};
  const std::string secret_ =
      folder_.file("portal.secret", "whsec_yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc=\n");
  const std::string weak_ = folder_.file("weak.secret", "whsec_c2hvcnQ=\n");

  std::string thrown_with(const std::string& text) {
    return thrown_by(
        [&] {
          const Config conf = config(folder_, text);
          EventTasks(conf.section("webhook"), services_.store, "test");
          conf.refuse_unknown_keys();
        },
        &folder_);
  }
  std::string webhook(const std::string& keys) {
    return "[webhook.portal]\nsecret_file = \"" + secret_ + "\"\n" + keys;
  }

  void reads_each_webhook() {
    CPPUNIT_ASSERT_EQUAL(std::string(), thrown_with(""));
    CPPUNIT_ASSERT_EQUAL(
        std::string(),
        thrown_with(webhook("former_secret_file = \"" + secret_ +
                            "\"\nurl = \"https://portal.example.org/phones?a=b\"\n"
                            "events = [\"phone.registered\", \"ticket.settled\"]\n") +
                    "[webhook.rooms-2]\nurl = \"http://[::1]:8080/\"\nsecret_file = \"" + secret_ +
                    "\"\n"));
  }

  void refuses_a_wrong_webhook_with_its_line() {
    const std::string good = "url = \"https://portal.example.org\"\n";
    struct Row {
      std::string text, sentence;
    } const table[] = {
        {webhook("url = \"http://portal.example.org\"\n"),
         "3: url is an address that begins with https://, or with http:// for this machine"},
        {webhook("url = \"ftp://127.0.0.1/\"\n"), "3: url is an address that begins"},
        {webhook("url = \"portal\"\n"), "3: url is an address that begins"},
        {webhook(""), "1: [webhook.portal] lacks url"},
        {"[webhook.portal]\n" + good, "1: [webhook.portal] lacks secret_file"},
        {webhook(good + "former_secret_file = \"" + weak_ + "\"\n"), "4: "},
        {webhook(good + "events = [\"phone.register\"]\n"),
         "4: \"phone.register\" is not a type of events"},
        {webhook(good + "event = []\n"), "4: unknown key event"},
        {"[webhook]\n" + good, "2: unknown key url"},
        {"[webhook.Portal]\nsecret_file = \"" + secret_ + "\"\n" + good,
         "1: a webhook's name has up to 64 of a to z"},
    };
    for (const Row& row : table) {
      assert_has(thrown_with(row.text), "Misconfigured: spaconf.conf:" + row.sentence);
    }
    assert_has(thrown_with(table[5].text), "must hold whsec_ and 24 to 64 bytes in Base64");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventTasksTest);

}  // namespace spaconf

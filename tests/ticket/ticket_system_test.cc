// Tests lib/ticket/ticket_system.cc and what lib/ticket/rt.cc asks of its section; the rest of
// that needs a server.
#include "ticket/ticket_system.h"

#include "fixtures.h"

namespace spaconf {

class TicketSystemTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TicketSystemTest);
  CPPUNIT_TEST(connects_only_when_it_is_asked);
  CPPUNIT_TEST(refuses_what_could_not_work);
  CPPUNIT_TEST(leaves_no_mark_in_a_text_from_outside);
  CPPUNIT_TEST(sends_the_token_in_clear_text_only_here_or_when_told_to);
  CPPUNIT_TEST_SUITE_END();

  static std::string thrown_with(const std::string& start, const std::string& value) {
    Folder folder;
    std::string text = shipped_configuration(folder, {{start, value}});
    return thrown_by([&] { make_ticket_system(config(folder, text).section("ticket")); });
  }

  void connects_only_when_it_is_asked() {
    CPPUNIT_ASSERT_EQUAL(std::string(), thrown_with("queue = ", "\"It's \\\\ours\""));
  }

  void refuses_what_could_not_work() {
    assert_has(thrown_with("system = ", "\"otrs\""), "unknown ticket system \"otrs\"");
    assert_has(thrown_with("field = ", "\"a'} OR 1\""), "holds no quotes");
    assert_has(thrown_with("token_file = ", "\"/nonexistent\""), "No such file");
  }

  void leaves_no_mark_in_a_text_from_outside() {
    for (auto [text, unmarked] :
         {std::pair{"", ""},
          {"Jan Novák", "Jan Novák"},
          {"Bob [spaconf k3v9tq7x2m]", "Bob (spaconf k3v9tq7x2m)"},
          {"Eve [example.cz #12] [SPACONF x", "Eve (example.cz #12) (SPACONF x"},
          {"Zoë ]]> x", "Zoë ]]> x"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(unmarked), without_marks(text));
    }
  }

  void sends_the_token_in_clear_text_only_here_or_when_told_to() {
    struct Row {
      const char *url, *sentence, *insecure = "false";  // no sentence: taken
    } const table[] = {
        {"https://rt.example.org", ""},
        {"HTTPS://rt.example.org/rt", ""},
        {"http://127.0.0.1:8080", ""},
        {"http://localhost/rt", ""},
        {"HTTP://[::1]:8080", ""},
        {"http://rt.example.org", "", "true"},
        {"http://rt.example.org", "clear text"},
        {"HTTP://rt.example.org", "clear text"},
        {"http://127.0.0.1@rt.example.org/", "clear text"},
        {"http://localhost.example.org", "clear text"},
        {"ftp://rt.example.org", "begins with https://", "true"},
        {"rt.example.org", "begins with https://"},
        {"", "begins with https://"},
    };
    for (const Row& row : table) {
      Folder folder;
      const std::string text = shipped_configuration(
          folder, {{"url = ", '"' + std::string(row.url) + '"'}, {"insecure = ", row.insecure}});
      const std::string thrown =
          thrown_by([&] { make_ticket_system(config(folder, text).section("ticket")); });
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.url + thrown, *row.sentence != 0,
                                   thrown.starts_with("Misconfigured: "));
      assert_has(thrown, row.sentence);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TicketSystemTest);

}  // namespace spaconf

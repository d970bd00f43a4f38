// Tests lib/ticket/ticket_system.cc and what lib/ticket/rt.cc asks of its section; the rest of
// that needs a server.
#include "ticket/ticket_system.h"

#include "fixtures.h"

namespace spaconf {
namespace {

/// The ticket system of an institution that writes tickets on paper.
class Paper : public TicketSystem {
 public:
  std::int64_t create(const NewTicket& ticket) override {
    tickets_.push_back({std::int64_t(tickets_.size()) + 1, "in the drawer", {ticket.requestor}});
    tickets_.back().in_subject = ticket.reference;
    return tickets_.back().number;
  }
  std::vector<Ticket> find(const std::string& reference, std::int64_t) override {
    std::vector<Ticket> found = tickets_;
    std::erase_if(found, [&](const Ticket& each) { return each.in_subject != reference; });
    return found;
  }
  std::vector<Ticket> list() override { return tickets_; }
  EnsuredTicket ensure(std::int64_t number, const std::string&,
                       const std::optional<TicketHandover>&) override {
    return {tickets_.at(number - 1)};
  }
  void merge(std::int64_t, std::int64_t) override {}
  void comment(std::int64_t, const TicketComment&) override {}
  std::map<std::int64_t, std::optional<TicketStatus>> status(
      const std::vector<std::int64_t>&) override {
    return {};
  }
  std::string check() override { return "a drawer"; }

 private:
  std::vector<Ticket> tickets_;
};

std::unique_ptr<TicketSystem> make_paper(const Section&) { return std::make_unique<Paper>(); }

TicketAddress make_paper_address(const Section& ticket) {
  return [drawer = ticket.text("queue")](std::int64_t number) {
    return "file:///" + drawer + "/" + std::to_string(number);
  };
}

}  // namespace

class TicketSystemTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TicketSystemTest);
  CPPUNIT_TEST(connects_only_when_it_is_asked);
  CPPUNIT_TEST(refuses_what_could_not_work);
  CPPUNIT_TEST(takes_another_ticket_system_by_one_row);
  CPPUNIT_TEST(leads_to_a_ticket_without_the_token);
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

  void takes_another_ticket_system_by_one_row() {
    std::vector<TicketSystemKind> kinds(ticket_systems().begin(), ticket_systems().end());
    kinds.push_back({"paper", make_paper, make_paper_address});
    Folder folder;
    const Config shipped =
        config(folder, shipped_configuration(folder, {{"system = ", "\"paper\""}}));
    const Section section = shipped.section("ticket");
    const auto system = make_ticket_system(section, kinds);
    const auto number = system->create({.reference = "k3v9tq7x2m",
                                        .subject = "A phone",
                                        .requestor = "bob@example.org",
                                        .text = "An address, please"});
    CPPUNIT_ASSERT_EQUAL(number, system->find("k3v9tq7x2m", 0).at(0).number);
    CPPUNIT_ASSERT_EQUAL(std::string("file:///Networking/1"),
                         make_ticket_address(section, kinds)(number));
    assert_has(thrown_by([&] { make_ticket_system(section); }), "unknown ticket system \"paper\"");
  }

  void leads_to_a_ticket_without_the_token() {
    Folder folder;
    const std::string text = shipped_configuration(folder, {{"token_file = ", "\"/nonexistent\""}});
    const Config shipped = config(folder, text);
    CPPUNIT_ASSERT_EQUAL(std::string("https://rt.example.org/Ticket/Display.html?id=12"),
                         make_ticket_address(shipped.section("ticket"))(12));
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

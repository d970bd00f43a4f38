// Tests lib/status/path.cc: how far a registration has come, for people who look at its page.
#include "status/path.h"

#include "fixtures.h"

namespace spaconf {

class PathTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PathTest);
  CPPUNIT_TEST(says_of_each_step_what_was_done_or_what_it_waits_for);
  CPPUNIT_TEST(names_the_step_that_needs_somebody);
  CPPUNIT_TEST_SUITE_END();

  static Line line(AccountState state, const char* reason) {
    return {.position = 1,
            .user = "1001",
            .password = {},
            .display = {},
            .account_state = state,
            .account_reason = reason};
  }

  static Record record(AccountState state = AccountState::current, const char* reason = "") {
    Record record;
    record.wanted.login = "novak";
    record.wanted.model = find_model("spa942");
    record.wanted.mac = Mac::parse("000e08112233");
    record.wanted.lines.push_back(line(state, reason));
    record.version = 2;
    record.changed = "2026-11-23 10:40:00";
    record.profile = ProfileState::done;
    record.ticket = TicketState::done;
    record.ticket_number = 12;
    record.ticket_status = "resolved";
    record.ticket_is_settled = true;
    return record;
  }

  static std::vector<AuditEntry> entries() {
    return {{"2026-11-23 10:40:00", "admin", "edit", ""},
            {"2026-11-23 10:33:09", "worker", "ticket", ""},
            {"2026-11-23 10:33:07", "admin", "register", ""}};
  }

  static std::string said(const PathStep& step) {
    return std::string(step.name) + " " + std::string(name(step.state)) + " | " + step.detail +
           " | " + step.at;
  }

  static std::string said(const Record& record, const PhoneObservations& seen, std::size_t step) {
    return said(path_of(record, seen, entries()).at(step));
  }

  void says_of_each_step_what_was_done_or_what_it_waits_for() {
    const Contact contact{"sip:1001@147.228.1.2:5060", "2026-11-23 10:50:07", "", ""};
    PhoneObservations nothing, on, doubtful, silent, lost, came, parked, refused;
    on.contacts = {contact};
    doubtful.doubtful = {contact};
    silent.contacts_are_known = false;
    lost.online_since = "2026-11-23 10:50:07";
    lost.missing_since = "2026-11-23 11:00:00";
    came.fetched = Fetched{"2026-11-23 10:49:00", ""};
    parked.parked_task = "profile";
    parked.parked_reason = "The template is gone";
    refused.parked_task = "ticket";
    refused.parked_reason = "rt: create: HTTP 403";
    Record two = record(), bare = record(), writing = record(), full = record(),
           software = record(), open = record(), asked = record(), dropped = record(),
           stuck = record();
    two.wanted.lines.push_back(line(AccountState::current, ""));
    two.wanted.lines[1].user = "1002";
    bare.wanted.lines.clear();
    writing.profile = full.profile = ProfileState::pending;
    full.profile_reason = "TFTP folder: no space";
    software.wanted.model = find_model("software");
    software.wanted.mac.reset();
    software.profile = ProfileState::none;
    open.ticket_is_settled = false;
    open.ticket_status = "open";
    asked.ticket = TicketState::unknown;
    dropped.ticket = TicketState::none;
    stuck.ticket = TicketState::parked;
    struct Row {
      std::size_t step;
      Record record;
      PhoneObservations seen;
      const char* said;
    } const table[] = {
        {0, record(), nothing, "Directory done | novak | 2026-11-23 10:33:07"},
        {1, record(), nothing, "Exchange done | 1001 | "},
        {1, two, nothing, "Exchange done | 1001, 1002 | "},
        {1, bare, nothing, "Exchange left-out |  | "},
        {1, record(AccountState::pending), nothing, "Exchange waiting | 1001 is being written | "},
        {1, record(AccountState::pending, "connect: refused"), nothing,
         "Exchange waiting | connect: refused | "},
        {1, record(AccountState::foreign, "It has one."), nothing,
         "Exchange failed | It has one. | "},
        {2, record(), nothing, "Profile done | Version 2 | 2026-11-23 10:40:00"},
        {2, writing, nothing, "Profile waiting | It is being written | "},
        {2, full, nothing, "Profile waiting | TFTP folder: no space | "},
        {2, full, parked, "Profile failed | The template is gone | "},
        {2, software, nothing, "Profile left-out | It is set up by hand | "},
        {3, record(), nothing, "Ticket done | Ticket 12 is resolved | 2026-11-23 10:33:09"},
        {3, open, nothing, "Ticket waiting | Ticket 12 is open | 2026-11-23 10:33:09"},
        {3, asked, nothing, "Ticket waiting | It is being created | "},
        {3, dropped, nothing, "Ticket left-out |  | "},
        {3, stuck, refused, "Ticket failed | rt: create: HTTP 403 | "},
        {3, stuck, nothing, "Ticket failed | It was refused | "},
        {4, record(), nothing, "Phone waiting | Plug it in | "},
        {4, software, nothing, "Phone waiting | Set it up | "},
        {4, writing, nothing, "Phone ahead |  | "},
        {4, record(), on, "Phone done | Online | 2026-11-23 10:50:07"},
        {4, record(), doubtful, "Phone unknown | It or another phone is online | "},
        {4, record(), silent, "Phone unknown | The exchange does not answer | "},
        {4, record(), lost, "Phone failed | Lost | 2026-11-23 11:00:00"},
        {4, record(), came, "Phone waiting | Fetched its profile | 2026-11-23 10:49:00"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(row.said), said(row.record, row.seen, row.step));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("Directory done | novak | "),
                         said(path_of(record(), nothing, {}).at(0)));
  }

  void names_the_step_that_needs_somebody() {
    PhoneObservations nothing, on;
    on.contacts.push_back({"sip:1001@147.228.1.2:5060", "2026-11-23 10:50:07", "", ""});
    const auto current = [](const Record& record, const PhoneObservations& seen) {
      return current_step(path_of(record, seen, entries()));
    };
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, current(record(AccountState::foreign, "x"), nothing));
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, current(record(), nothing));
    CPPUNIT_ASSERT_EQUAL(std::size_t{5}, current(record(), on));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PathTest);

}  // namespace spaconf

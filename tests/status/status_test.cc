// Tests lib/status/status.cc: each state of a phone has its status and its next step.
#include "status/status.h"

#include "fixtures.h"

namespace spaconf {

class StatusTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StatusTest);
  CPPUNIT_TEST(says_how_the_phone_is_and_what_to_do_next);
  CPPUNIT_TEST(says_what_waits_for_the_exchange);
  CPPUNIT_TEST(claims_nothing_that_was_not_observed);
  CPPUNIT_TEST(does_not_know_whether_a_phone_with_doubtful_contacts_is_online);
  CPPUNIT_TEST(knows_the_phone_s_own_contacts);
  CPPUNIT_TEST(shows_no_phone_online_because_its_sibling_is);
  CPPUNIT_TEST(tells_a_phone_by_what_it_was_registered_with);
  CPPUNIT_TEST(finds_the_host_of_a_contact);
  CPPUNIT_TEST_SUITE_END();

  using S = RegistrationState;

  static Record record(S state = S::live, ProfileState profile = ProfileState::done,
                       TicketState ticket = TicketState::done, const char* status = "resolved") {
    Record record;
    record.state = state;
    record.profile = profile;
    record.ticket = ticket;
    record.ticket_number = ticket == TicketState::done ? 12 : 0;
    record.ticket_status = status;
    record.ticket_is_settled = std::string_view("resolved") == status;
    record.wanted.model = find_model("spa942");
    record.wanted.mac = Mac::parse("000e08112233");
    return record;
  }

  static PhoneObservations observed() {
    PhoneObservations seen;
    seen.fetches_are_known = true;
    seen.now = "2026-11-23 11:00:00";
    return seen;
  }

  static std::string said(const Status& status) {
    return std::string(status.kind.label) + " | " + status.sentence + " | " + status.next;
  }

  static std::string said_of_account(AccountState state, const char* reason) {
    Record phone = record(S::live, ProfileState::pending);
    phone.wanted.lines.push_back({.position = 1, .user = "1001", .password = {}, .display = {}});
    phone.wanted.lines.front().account_state = state;
    phone.wanted.lines.front().account_reason = reason;
    return said(status_of(phone, observed()));
  }

  void says_what_waits_for_the_exchange() {
    CPPUNIT_ASSERT_EQUAL(std::string("profile pending | Its profile is being written. | "
                                     "Reload in a few seconds."),
                         said_of_account(AccountState::current, ""));
    CPPUNIT_ASSERT_EQUAL(
        std::string("waiting for the exchange | Account pending: 1001 is still to be written to "
                    "the exchange. | Reload in a few seconds."),
        said_of_account(AccountState::pending, ""));
    CPPUNIT_ASSERT_EQUAL(
        std::string("waiting for the exchange | Account pending: 1001 is still to be written to "
                    "the exchange: exchange: connect: refused | Account and profile will be "
                    "written automatically as soon as the exchange is back."),
        said_of_account(AccountState::pending, "exchange: connect: refused"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("conflict on the exchange | It has one. | Edit the phone: choose another "
                    "number, or take over the account. If the account is gone from the exchange, "
                    "try again."),
        said_of_account(AccountState::foreign, "It has one."));
    Record two = record(S::live, ProfileState::pending);
    two.wanted.lines.resize(2);
    two.wanted.lines[0].account_state = AccountState::pending;
    two.wanted.lines[1].account_state = AccountState::foreign;
    CPPUNIT_ASSERT_EQUAL_MESSAGE("what a person decides comes first",
                                 std::string("conflict on the exchange"),
                                 std::string(status_of(two, observed()).kind.label));
    PhoneObservations silent = observed();
    silent.contacts_are_known = false;
    silent.online_since = "2026-11-23 08:00:00";
    CPPUNIT_ASSERT_EQUAL(std::string("not known | The exchange does not answer, so it is not known "
                                     "whether the phone is online. | Reload when the exchange is "
                                     "back."),
                         said(status_of(record(), silent)));
    CPPUNIT_ASSERT(!silent.is_online().has_value());
  }

  void says_how_the_phone_is_and_what_to_do_next() {
    const TimeZone zone("UTC");
    using P = ProfileState;
    using T = TicketState;
    const Contact contact{"sip:1001@147.228.1.2:5060", "2026-11-23 10:33:07", "", ""};
    const Fetched fetched{"2026-11-23 10:32:07", "147.228.1.2"};
    PhoneObservations nothing = observed(), came = observed(), on = observed(), lost = observed(),
                      unnoticed = observed(), back = observed(), stuck = observed();
    came.fetched = fetched;
    on.fetched = fetched;
    on.contacts = {contact};
    on.online_since = "2026-11-22 08:00:00";
    unnoticed.online_since = lost.online_since = back.online_since = "2026-11-23 08:00:00";
    lost.missing_since = back.missing_since = "2026-11-23 09:15:00";
    lost.fetched = Fetched{"2026-11-23 07:59:00", ""};
    back.fetched = fetched;
    stuck.parked_task = "ticket";
    stuck.parked_reason = "rt: create: HTTP 403";
    stuck.contacts = {contact};
    PhoneObservations returned = on;
    returned.missing_since = "2026-11-23 09:15:00";
    const std::string minute =
        "It should be online within a minute. If not, check whether it can "
        "reach the exchange.";
    struct Row {
      Record record;
      PhoneObservations seen;
      std::string status;
    } const table[] = {
        {record(S::retired), on, "retired | This phone was retired. | "},
        {record(S::retiring), stuck, "retired | This phone is being retired. | "},
        {record(), stuck,
         "stuck | The ticket system refused: rt: create: HTTP 403. | Fix this, then retry."},
        {record(S::live, P::pending), on,
         "profile pending | Its profile is being written. | Reload in a few seconds."},
        {record(), on, "online | Online since 2026-11-22 08:00 from 147.228.1.2. | "},
        {record(), returned, "online | Online since 10:33 from 147.228.1.2. | "},
        {record(S::live, P::done, T::pending, ""), on,
         "online | Online since 2026-11-22 08:00 from 147.228.1.2. | "},
        {record(), lost,
         "lost | Lost since 09:15. It was online from 08:00 and is now unreachable. | "
         "Check whether it has power and network."},
        {record(), unnoticed,
         "lost | It was online from 08:00 and is now unreachable. | Check whether it has "
         "power and network."},
        {record(), back,
         "fetched its profile | Fetched its profile at 10:32 from 147.228.1.2, and is not "
         "online. | " +
             minute},
        {record(S::live, P::done, T::done, "open"), came,
         "fetched its profile | Fetched its profile at 10:32 from 147.228.1.2, and is not "
         "online. | " +
             minute},
        {record(S::live, P::done, T::unknown, ""), nothing,
         "waiting for the ticket | The ticket is being created. | Nothing to do."},
        {record(S::live, P::done, T::done, "open"), nothing,
         "waiting for the ticket | Ticket 12 is open: the phone has no address and no name yet. | "
         "Check the ticket."},
        {record(), nothing,
         "waiting for the phone | Everything is ready; the phone has not asked for its profile. | "
         "Plug it in."}};
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(row.status, said(status_of(row.record, row.seen)));
    }
    Record changed = record();
    changed.version = 2;
    changed.changed = "2026-11-23 10:32:07";
    CPPUNIT_ASSERT_EQUAL(std::string(), status_of(changed, on).next);
    changed.changed = "2026-11-23 10:32:08";
    const std::string behind =
        "It has not fetched its current profile yet; it will within about an hour, or now with "
        "Resync.";
    CPPUNIT_ASSERT_EQUAL(behind, status_of(changed, on).next);
    on.fetched = {};
    CPPUNIT_ASSERT_EQUAL(behind, status_of(changed, on).next);
    on.fetches_are_known = false;
    CPPUNIT_ASSERT_EQUAL(std::string(), status_of(changed, on).next);
    Record pending = record(S::live, P::pending);
    pending.profile_reason = "TFTP folder: no space";
    CPPUNIT_ASSERT_EQUAL(std::string("Its profile could not be written yet: TFTP folder: no space"),
                         status_of(pending, nothing).sentence);
  }

  void claims_nothing_that_was_not_observed() {
    PhoneObservations blind = observed();
    blind.fetches_are_known = false;
    CPPUNIT_ASSERT_EQUAL(std::string("Everything is ready; the phone has not been online."),
                         status_of(record(), blind).sentence);
    Record software = record();
    software.wanted.model = find_model("software");
    software.wanted.mac.reset();
    software.profile = ProfileState::none;
    CPPUNIT_ASSERT_EQUAL(std::string("Set the software phone up with the account below."),
                         status_of(software, blind).next);
  }

  void does_not_know_whether_a_phone_with_doubtful_contacts_is_online() {
    const Contact contact{"sip:1001@147.228.1.2:5060", "2026-11-23 10:33:07", "", ""};
    PhoneObservations seen = observed();
    CPPUNIT_ASSERT(seen.is_online() == false);
    seen.doubtful = {contact};
    CPPUNIT_ASSERT(!seen.is_online());
    seen.contacts = {contact};
    CPPUNIT_ASSERT(seen.is_online() == true);
  }

  void knows_the_phone_s_own_contacts() {
    const Model& model = *find_model("spa942");
    const Contact mine{"sip:1@192.0.2.7:5060", "", "", "Linksys/SPA942-6.1.5(a)"},
        twin{"sip:1@192.0.2.8:5060", "", "", "Linksys/SPA942-6.1.5(a)"},
        other{"sip:1@192.0.2.9:5060", "", "", "Linksys/SPA922-6.1.5(a)"},
        unknown{"sip:1@192.0.2.10:5060", "", "", "baresip"};
    struct Row {
      std::vector<Contact> all;
      const char* from;
      std::vector<std::string> own;
    } const table[] = {{{mine, twin, other}, "192.0.2.7", {mine.uri}},
                       {{mine, twin, other}, "", {mine.uri, twin.uri}},
                       {{twin, other}, "192.0.2.7", {twin.uri}},
                       {{other}, "192.0.2.9", {}},
                       {{unknown}, "192.0.2.7", {unknown.uri}},
                       {{}, "192.0.2.7", {}}};
    for (const Row& row : table) {
      std::vector<std::string> own;
      const PhoneMarks phone{.model = &model, .fetched_from = row.from};
      for (const Contact& each : contacts_of(row.all, phone, {}).own) own.push_back(each.uri);
      CPPUNIT_ASSERT(row.own == own);
    }
  }

  void shows_no_phone_online_because_its_sibling_is() {
    const Model &model = *find_model("spa942"), &other_model = *find_model("spa922");
    const char* agent = "Linksys/SPA942-6.1.5(a)";
    const Contact at7{"sip:1@192.0.2.7:5060", "", "", agent},
        at7too{"sip:1@192.0.2.7:5062", "", "", agent}, at8{"sip:1@192.0.2.8:5060", "", "", agent},
        named{"sip:1@192.0.2.7:5060", "", "", "Linksys/SPA942-6.1.5(a)-CCQ162306EA"};
    const PhoneMarks fetched7{&model, "000e08000007", "CCQ162306EA", "192.0.2.7"},
        fetched8{&model, "000e08000008", "CCQ162306EB", "192.0.2.8"},
        fetched9{&model, "000e08000009", "", "192.0.2.9"}, blind{&model, "000e0800000a", "", ""},
        small{&other_model, "000e0800000b", "", ""};
    using Uris = std::vector<std::string>;
    struct Row {
      std::vector<Contact> all;
      PhoneMarks phone;
      std::vector<PhoneMarks> siblings;
      Uris own, doubtful;
    } const table[] = {// Known by its address: the sibling is there, this one is off.
                       {{at8}, fetched7, {fetched8}, {}, {}},
                       {{at8}, blind, {fetched8}, {}, {}},
                       {{at7, at8}, fetched7, {fetched8}, {at7.uri}, {}},
                       {{at8}, fetched7, {small}, {at8.uri}, {}},
                       // By its serial number, wherever it is.
                       {{named}, fetched8, {fetched7}, {}, {}},
                       {{named, at7too}, fetched7, {blind}, {named.uri}, {}},
                       // They cannot be told apart.
                       {{at8}, blind, {blind}, {}, {at8.uri}},
                       {{at8}, fetched7, {fetched9}, {}, {at8.uri}},
                       {{at7, at7too}, blind, {blind}, {}, {at7.uri, at7too.uri}},
                       // All of them are online.
                       {{at7, at8}, blind, {blind}, {at7.uri, at8.uri}, {}},
                       // The sibling is accounted for, so it is this one.
                       {{at7, at8}, blind, {fetched7}, {at8.uri}, {}},
                       {{}, blind, {blind}, {}, {}}};
    for (std::size_t i = 0; i < std::size(table); ++i) {
      const Row& row = table[i];
      const Contacts found = contacts_of(row.all, row.phone, row.siblings);
      Uris own, doubtful;
      for (const Contact& each : found.own) own.push_back(each.uri);
      for (const Contact& each : found.doubtful) doubtful.push_back(each.uri);
      const std::string number = "row " + std::to_string(i);
      CPPUNIT_ASSERT_MESSAGE(number, row.own == own);
      CPPUNIT_ASSERT_MESSAGE(number, row.doubtful == doubtful);
    }
    PhoneObservations seen = observed();
    seen.doubtful = {at8};
    seen.online_since = "2026-11-23 08:00:00";
    CPPUNIT_ASSERT_EQUAL(
        std::string("unknown | A phone with this account is online from 192.0.2.8. The exchange "
                    "does not tell whether it is this phone or another. | Check which phone has "
                    "this address."),
        said(status_of(record(), seen)));
  }

  void tells_a_phone_by_what_it_was_registered_with() {
    Record phone = record();
    phone.wanted.serial = "CCQ162306EA";
    const PhoneMarks marks = marks_of(phone, Fetched{"2026-11-23 10:32:07", "192.0.2.7"});
    CPPUNIT_ASSERT(marks.model == find_model("spa942"));
    CPPUNIT_ASSERT_EQUAL(std::string("000e08112233 CCQ162306EA 192.0.2.7"),
                         marks.mac + " " + marks.serial + " " + marks.fetched_from);
    phone.wanted.mac.reset();
    CPPUNIT_ASSERT_EQUAL(std::string(), marks_of(phone, {}).mac);
  }

  void finds_the_host_of_a_contact() {
    constexpr std::pair<const char*, const char*> table[] = {
        {"sip:1001@192.0.2.7:5060;transport=udp", "192.0.2.7"},
        {"sip:192.0.2.7", "192.0.2.7"},
        {"sip:a@b@phone.example.org", "phone.example.org"},
        {"sips:1@[2001:db8::7]:5061?x=y@z", "2001:db8::7"},
        {"", ""}};
    for (auto [uri, host] : table) CPPUNIT_ASSERT_EQUAL(std::string(host), host_of(uri));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StatusTest);

}  // namespace spaconf

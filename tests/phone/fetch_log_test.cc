// Tests lib/phone/fetch_log.cc.
#include "phone/fetch_log.h"

#include <cstdlib>

#include "fixtures.h"

namespace spaconf {

class FetchLogTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FetchLogTest);
  CPPUNIT_TEST(reads_what_servers_and_phones_write);
  CPPUNIT_TEST(ignores_everything_else);
  CPPUNIT_TEST(believes_only_the_server_about_its_words);
  CPPUNIT_TEST(reads_the_configured_spelling_only);
  CPPUNIT_TEST(takes_back_what_was_not_there);
  CPPUNIT_TEST(gives_a_time_without_year_the_latest_that_is_past);
  CPPUNIT_TEST(survives_any_cut_and_any_byte);
  CPPUNIT_TEST(passes_over_and_counts_what_has_no_time);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    setenv("TZ", "Europe/Prague", 1);
    tzset();
  }
  void tearDown() override {
    unsetenv("TZ");
    tzset();
  }

 private:
  /// 2026-11-23 11:00:00 UTC
  static constexpr std::time_t now = 1795431600;

  static std::string plain(const Mac& mac) { return "spa" + mac.plain() + ".cfg"; }
  static std::string colons(const Mac& mac) { return "spa" + mac.colons() + ".cfg"; }

  static std::string told(const std::vector<Fetch>& fetches) {
    std::string text;
    for (const Fetch& each : fetches) {
      char time[32];
      std::tm parts{};
      gmtime_r(&each.at, &parts);
      std::strftime(time, sizeof time, "%F %T", &parts);
      constexpr const char* names[] = {"tftp", "http", "phone"};
      text += (text.empty() ? "" : "; ") + each.mac.plain() + " " +
              names[static_cast<int>(each.source)] + " " + each.address + " " + time;
    }
    return text;
  }

  static std::string read(std::string_view lines) { return told(fetches_in(lines, plain, now)); }

  void reads_what_servers_and_phones_write() {
    struct Row {
      const char *line, *told;
    } const table[] = {
        {"Nov 23 10:32:07 tftp1 in.tftpd[812]: RRQ from 192.0.2.7 filename "
         "config/spa000e08112233.cfg",
         "000e08112233 tftp 192.0.2.7 2026-11-23 09:32:07"},
        {"<30>Nov  3 10:32:07 in.tftpd[812]: RRQ from 192.0.2.7 filename "
         "/config/spa000e08112233.cfg",
         "000e08112233 tftp 192.0.2.7 2026-11-03 09:32:07"},
        {"2026-11-23T10:32:07.123456+01:00 tftp1 in.tftpd[8]: RRQ from 2001:db8::7 filename "
         "config/spa000e08112233.cfg",
         "000e08112233 tftp 2001:db8::7 2026-11-23 09:32:07"},
        {"<30>1 2026-11-23T09:32:07Z tftp1 in.tftpd 812 - - RRQ from 192.0.2.7 filename "
         "spa000e08112233.cfg",
         "000e08112233 tftp 192.0.2.7 2026-11-23 09:32:07"},
        {"192.0.2.7 - - [23/Nov/2026:10:32:07 +0100] \"GET /config/spa000e08112233.cfg?x=1 "
         "HTTP/1.1\" 200 41000 \"-\" \"Linksys/SPA-942-6.1.5(a) (4MM00F000001)\"",
         "000e08112233 http 192.0.2.7 2026-11-23 09:32:07"},
        {"voip.example.org:80 192.0.2.7 - - [23/Nov/2026:04:32:07 -0500] \"GET "
         "/spa000e08112233.cfg HTTP/1.0\" 200 1",
         "000e08112233 http 192.0.2.7 2026-11-23 09:32:07"},
        {"Nov 23 10:32:07 192.0.2.7 SPA942 00:0e:08:11:22:33 -- Successful resync "
         "tftp://192.0.2.1:69/config/spa000e08112233.cfg",
         "000e08112233 phone 192.0.2.7 2026-11-23 09:32:07"},
        {"Nov 23 10:32:07 phone7 SPA942: 000e08112233 -- Successful resync "
         "http://192.0.2.1:80/config/spa000e08112233.cfg\r",
         "000e08112233 phone  2026-11-23 09:32:07"},
        {"2026-11-23T11:32:07+00:00 tftp1 in.tftpd[8]: RRQ from 192.0.2.7 filename "
         "config/spa000e08112233.cfg",
         "000e08112233 tftp 192.0.2.7 2026-11-23 11:00:00"}};
    for (const Row& row : table) CPPUNIT_ASSERT_EQUAL(std::string(row.told), read(row.line));
  }

  void ignores_everything_else() {
    constexpr const char* table[] = {
        "", "\n\n", "garbage .cfg", "\xff\xfe.cfg\x01", "Nov 23", "Nov 23 10:32:07 .cfg",
        // the initial profile, a name that is not an address, a folder that only looks like one
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename spa942.cfg",
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename config/spa$MA.cfg",
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg/x",
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg.bak",
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename spa00:0e:08:11:22:33.cfg",
        "Nov 23 10:32:07 t in.tftpd[8]: WRQ from 192.0.2.7 filename spa000e08112233.cfg",
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from nowhere filename spa000e08112233.cfg",
        "Nov 23 10:32:77 t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg",
        "Foo 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg",
        "2026-99-23T10:32:07Z t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg",
        "2026-11-23T10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg",
        "Nov 23 10:32:07 t SPA942 000e08112233 -- Resync failed: tftp://x/spa000e08112233.cfg",
        "Nov 23 10:32:07 t SPA942 000e08112233 -- Successful resync tftp://x/spa942.cfg",
        "Nov 23 10:32:07 t SPA942 000e08112234 -- Successful resync tftp://x/spa000e08112233.cfg",
        "192.0.2.7 - - [23/Nov/2026:10:32:07 +0100] \"GET /spa000e08112233.cfg HTTP/1.1\" 404 0",
        "192.0.2.7 - - [23/Nov/2026:10:32:07 +0100] \"HEAD /spa000e08112233.cfg HTTP/1.1\" 200 0",
        "192.0.2.7 - - [23/Nov/2026] \"GET /spa000e08112233.cfg HTTP/1.1\" 200 0"};
    for (const char* line : table) CPPUNIT_ASSERT_EQUAL(std::string(), read(line));
  }

  /// Clients choose the names of files, users and browsers.
  void believes_only_the_server_about_its_words() {
    constexpr const char* table[] = {
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.6 filename x in.tftpd[9]: RRQ from "
        "192.0.2.7 filename y/spa000e08112233.cfg0",
        "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.6 filename SPA942 000e08112233 -- "
        "Successful resync tftp://x/spa000e08112233.cfg0",
        "Nov 23 10:32:07 t sshd[8]: Invalid user SPA942 000e08112233 -- Successful resync "
        "tftp://x/spa000e08112233.cfg from 192.0.2.6",
        "Nov 23 10:32:07 t sshd[8]: Invalid user in.tftpd[9]: RRQ from 192.0.2.7 filename "
        "spa000e08112233.cfg",
        "192.0.2.6 - [23/Nov/2026:10:32:07 +0100] \\x22GET /spa000e08112233.cfg HTTP/1.1\\x22 200 "
        "[23/Nov/2026:10:32:07 +0100] \"GET /other HTTP/1.1\" 200 0",
        "192.0.2.6 - - [23/Nov/2026:10:32:07 +0100] \"GET /x HTTP/1.1\" 200 0 \"-\" \"192.0.2.7 - "
        "- [23/Nov/2026:10:32:07 +0100] \\x22GET /spa000e08112233.cfg HTTP/1.1\\x22 200 \""};
    for (const char* line : table) CPPUNIT_ASSERT_EQUAL(std::string(), read(line));
  }

  void reads_the_configured_spelling_only() {
    const std::string line = "Nov 23 10:32:07 t in.tftpd[8]: RRQ from 192.0.2.7 filename config/";
    CPPUNIT_ASSERT_EQUAL(
        std::string("000e08112233 tftp 192.0.2.7 2026-11-23 09:32:07"),
        told(fetches_in(line + "spa00:0e:08:11:22:33.cfg\n" + line + "spa000e08112233.cfg\n",
                        colons, now)));
    CPPUNIT_ASSERT_EQUAL(std::string(), read(line + "spa000E08112233.cfg"));
  }

  void takes_back_what_was_not_there() {
    const std::string head = "Nov 23 10:32:07 t in.tftpd[";
    CPPUNIT_ASSERT_EQUAL(std::string("000e08112244 tftp 192.0.2.8 2026-11-23 09:32:07"),
                         read(head + "7]: RRQ from 192.0.2.7 filename spa000e08112233.cfg\n" +
                              head + "8]: RRQ from 192.0.2.8 filename spa000e08112244.cfg\n" +
                              head + "7]: sending NAK (1, File not found) to 192.0.2.7\n"));
  }

  void gives_a_time_without_year_the_latest_that_is_past() {
    const std::string rest = " t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg";
    const std::string start = "000e08112233 tftp 192.0.2.7 ";
    CPPUNIT_ASSERT_EQUAL(start + "2025-12-31 22:59:59", read("Dec 31 23:59:59" + rest));
    CPPUNIT_ASSERT_EQUAL(start + "2026-06-01 08:00:00", read("Jun  1 10:00:00" + rest));
    // An hour to come is a clock that is wrong, and no year ago.
    CPPUNIT_ASSERT_EQUAL(start + "2026-11-23 11:00:00", read("Nov 23 13:00:00" + rest));
  }

  /// The table of fetches takes no such time, and would refuse all that was read with it.
  void passes_over_and_counts_what_has_no_time() {
    const std::string rrq = " t in.tftpd[8]: RRQ from 192.0.2.7 filename spa000e08112233.cfg\n";
    const std::string get =
        "] \"GET /config/spa000e08112233.cfg HTTP/1.1\" 200 41000 \"-\" \"-\"\n";
    struct Row {
      std::string line;
      int count;
    } const table[] = {
        {"0000-11-23T10:32:07+01:00" + rrq, 1},
        {"1969-12-31T23:59:59+00:00" + rrq, 1},
        {"1970-01-01T00:59:59+01:00" + rrq, 1},
        {"-001-11-23T10:32:07+01:00" + rrq, 1},
        {"2026-13-23T10:32:07+01:00" + rrq, 1},
        {"Foo 23 10:32:07" + rrq, 1},
        {"192.0.2.7 - - [23/Nov/0000:10:32:07 +0100" + get, 1},
        {"192.0.2.7 - - [23/Nov/1969:10:32:07 +0100" + get, 1},
        {"0000-11-23T10:32:07+01:00 t cron[8]: cat spa000e08112233.cfg\n", 0},
        {"2026-11-23T10:32:07+01:00 t in.tftpd[8]: RRQ from 192.0.2.7" + std::string(1, '\0') +
             " filename spa000e08112233.cfg\n",
         0},
    };
    const std::string good = "2026-11-23T10:32:07+01:00" + rrq;
    for (const Row& row : table) {
      int without_time = -1;
      const std::string text = row.line + good;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.line,
                                   std::string("000e08112233 tftp 192.0.2.7 2026-11-23 09:32:07"),
                                   told(fetches_in(text, plain, now, &without_time)));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.line, row.count, without_time);
    }
  }

  void survives_any_cut_and_any_byte() {
    const std::string lines[] = {
        "<30>1 2026-11-23T09:32:07Z t in.tftpd 812 - - RRQ from 192.0.2.7 filename "
        "spa000e08112233.cfg",
        "<30>Nov 23 10:32:07 t SPA942 000e08112233 -- Successful resync t://x/spa000e08112233.cfg",
        "192.0.2.7 - - [23/Nov/2026:10:32:07 +0100] \"GET /spa000e08112233.cfg HTTP/1.1\" 200 4"};
    for (const std::string& line : lines) {
      for (std::size_t i = 0; i < line.size(); ++i) {
        read(line.substr(0, i) + ".cfg");
        read(line.substr(i) + ".cfg");
        for (char c : {'\0', ' ', '-', '9', '\xff'}) {
          std::string other = line;
          other[i] = c;
          read(other);
        }
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FetchLogTest);

}  // namespace spaconf

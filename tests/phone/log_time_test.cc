// Tests lib/phone/log_time.cc.
#include "phone/log_time.h"

#include <cstdlib>

#include "fixtures.h"

namespace spaconf {

class LogTimeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LogTimeTest);
  CPPUNIT_TEST(takes_the_time_off_a_line_of_syslog);
  CPPUNIT_TEST(gives_a_time_without_year_the_latest_that_is_past);
  CPPUNIT_TEST(reads_what_web_servers_write);
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

  static std::string shown(std::optional<std::time_t> at) {
    if (!at) return "none";
    char text[32];
    std::tm parts{};
    gmtime_r(&*at, &parts);
    std::strftime(text, sizeof text, "%F %T", &parts);
    return text;
  }

  struct Row {
    std::string_view text, time;
  };

  void takes_the_time_off_a_line_of_syslog() {
    constexpr Row table[] = {
        {"Nov 23 10:32:07 rest", "2026-11-23 09:32:07"},
        {"Nov  3 10:32:07 rest", "2026-11-03 09:32:07"},
        {"<30>Jul  3 10:32:07 rest", "2026-07-03 08:32:07"},
        {"2026-11-23T10:32:07+01:00 rest", "2026-11-23 09:32:07"},
        {"2026-11-23T10:32:07.123456-05:30 rest", "2026-11-23 16:02:07"},
        {"2026-11-23T10:32:07.5Z rest", "2026-11-23 10:32:07"},
        {"<30>1 2026-11-23T10:32:07Z rest", "2026-11-23 10:32:07"},
        {"2026-12-31T23:59:60Z rest", "2027-01-01 00:00:00"},
        {"2028-02-29T00:00:00+14:00 rest", "2028-02-28 10:00:00"},
        {"1970-01-01T00:00:00Z rest", "1970-01-01 00:00:00"},
        {"1970-01-01T00:59:59+01:00 rest", "none"},
        {"0000-11-23T10:32:07+01:00 rest", "none"},
        {"-001-11-23T10:32:07+01:00 rest", "none"},
        {"2026-13-23T10:32:07+01:00 rest", "none"},
        {"2026-11-32T10:32:07+01:00 rest", "none"},
        {"2026-11-23T24:32:07+01:00 rest", "none"},
        {"2026-11-23T10:60:07+01:00 rest", "none"},
        {"2026-11-23T10:32:07+01:60 rest", "none"},
        {"2026-11-23T10:32:07 rest", "none"},
        {"2026-11-23T10:32:07. rest", "none"},
        {"2026-11-23T10:32:07Zulu rest", "none"},
        {"26-11-23T10:32:07+01:00 rest", "none"},
        {"Foo 23 10:32:07 rest", "none"},
        {"Nov 32 10:32:07 rest", "none"},
        {"Nov 23 10:32:77 rest", "none"},
        {"Nov 23 10-32-07 rest", "none"},
    };
    for (const Row& row : table) {
      std::string_view line = row.text;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.text), std::string(row.time),
                                   shown(take_syslog_time(line, now)));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.text), std::string("rest"), std::string(line));
    }
    for (std::string_view cut :
         {"", "<", "<30>", "<30>1 ", "Nov 23 10:32:07", "2026-11-23T10:32"}) {
      CPPUNIT_ASSERT_EQUAL(std::string("none"), shown(take_syslog_time(cut, now)));
    }
  }

  void gives_a_time_without_year_the_latest_that_is_past() {
    constexpr Row table[] = {
        {"Dec 31 23:59:59 ", "2025-12-31 22:59:59"}, {"Jun  1 10:00:00 ", "2026-06-01 08:00:00"},
        {"Nov 24 10:00:00 ", "2026-11-24 09:00:00"}, {"Nov 24 13:00:00 ", "2025-11-24 12:00:00"},
        {"Oct 25 01:59:59 ", "2026-10-24 23:59:59"},
    };
    for (const Row& row : table) {
      const std::string text = std::string(row.text) + "rest";
      std::string_view line = text;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(row.time), shown(take_syslog_time(line, now)));
    }
  }

  void reads_what_web_servers_write() {
    constexpr Row table[] = {
        {"23/Nov/2026:10:32:07 +0100] \"GET", "2026-11-23 09:32:07"},
        {"03/Jul/2026:04:32:07 -0500", "2026-07-03 09:32:07"},
        {"23/Nov/1969:10:32:07 +0100]", "none"},
        {"23/Nov/0000:10:32:07 +0100]", "none"},
        {"23/Foo/2026:10:32:07 +0100]", "none"},
        {"32/Nov/2026:10:32:07 +0100]", "none"},
        {"23/Nov/2026:10:32:07]", "none"},
        {"23/Nov/2026]", "none"},
        {"", "none"},
    };
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(row.text), std::string(row.time),
                                   shown(web_log_time(row.text)));
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LogTimeTest);

}  // namespace spaconf

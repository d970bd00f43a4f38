// Tests lib/base/local_time.cc: summer, winter, midnight, and zones that nobody knows.
#include "base/local_time.h"

#include "base/translation.h"
#include "fixtures.h"

namespace spaconf {

class LocalTimeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(LocalTimeTest);
  CPPUNIT_TEST(is_the_time_of_the_zone_in_summer_and_in_winter);
  CPPUNIT_TEST(leaves_out_a_date_that_is_today_s_there);
  CPPUNIT_TEST(leaves_what_is_no_time_as_it_is);
  CPPUNIT_TEST(takes_the_system_s_zone_where_none_is_named);
  CPPUNIT_TEST(writes_dates_as_the_language_does);
  CPPUNIT_TEST(refuses_a_zone_that_has_no_file);
  CPPUNIT_TEST_SUITE_END();

  /// What is thrown when [web] names this zone.
  static std::string use(const std::string& name) {
    Folder folder;
    const Config all = config(folder, "\n[web]\ntime_zone = \"" + name + "\"\n");
    return thrown_by([&] { use_time_zone(time_zone_in(all.section("web"))); }, &folder);
  }

  void is_the_time_of_the_zone_in_summer_and_in_winter() {
    struct Row {
      const char *zone, *utc, *local;
    } const table[] = {
        {"Europe/Prague", "2026-11-23 10:33:07", "2026-11-23 11:33:07"},
        {"Europe/Prague", "2026-07-23 10:33:07", "2026-07-23 12:33:07"},
        {"Europe/Prague", "2026-11-23 22:59:59", "2026-11-23 23:59:59"},
        {"Europe/Prague", "2026-11-23 23:00:00", "2026-11-24 00:00:00"},
        {"Europe/Prague", "2026-12-31 23:30:00", "2027-01-01 00:30:00"},
        {"Europe/Prague", "2026-03-29 00:59:59", "2026-03-29 01:59:59"},
        {"Europe/Prague", "2026-03-29 01:00:00", "2026-03-29 03:00:00"},
        {"Europe/Prague", "2026-10-25 00:30:00", "2026-10-25 02:30:00"},
        {"Europe/Prague", "2026-10-25 01:30:00", "2026-10-25 02:30:00"},
        {"Asia/Kathmandu", "2026-11-23 10:33:07", "2026-11-23 16:18:07"},
        {"America/New_York", "2026-07-23 03:33:07", "2026-07-22 23:33:07"},
        {"UTC", "2026-11-23 10:33:07", "2026-11-23 10:33:07"},
    };
    const TimeZone restored("UTC");
    for (const Row& row : table) {
      CPPUNIT_ASSERT_EQUAL(std::string(), use(row.zone));
      CPPUNIT_ASSERT_EQUAL(std::string(row.local), local_time(row.utc));
      CPPUNIT_ASSERT_EQUAL(std::string(row.local, 10), local_date(row.utc));
    }
  }

  void leaves_out_a_date_that_is_today_s_there() {
    const TimeZone zone("Europe/Prague");
    const std::string now = "2026-11-23 23:30:00";  // half past midnight of the 24th
    for (auto [utc, said] : {std::pair{"2026-11-23 23:05:59", "00:05"},
                             {"2026-11-23 10:33:07", "2026-11-23 11:33"},
                             {"2026-11-24 10:33:07", "11:33"},
                             {"", ""},
                             {"?", "?"}}) {
      CPPUNIT_ASSERT_EQUAL(std::string(said), short_local_time(utc, now));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("2026-11-23 11:33"),
                         short_local_time("2026-11-23 10:33:07", ""));
  }

  void writes_dates_as_the_language_does() {
    use_catalogues(BUILDDIR "/po");
    const LanguageInUse in(*find_language("cs"));
    const TimeZone zone("Europe/Prague");
    CPPUNIT_ASSERT_EQUAL(std::string("3. 1. 2026 09:05:07"), local_time("2026-01-03 08:05:07"));
    CPPUNIT_ASSERT_EQUAL(std::string("3. 1. 2026"), local_date("2026-01-03 08:05:07"));
    CPPUNIT_ASSERT_EQUAL(std::string("3. 1. 2026 09:05"),
                         short_local_time("2026-01-03 08:05:07", "2026-01-04 08:00:00"));
    CPPUNIT_ASSERT_EQUAL(std::string("09:05"),
                         short_local_time("2026-01-03 08:05:07", "2026-01-03 08:10:00"));
    CPPUNIT_ASSERT_EQUAL(std::string("?"), local_time("?"));
  }

  void leaves_what_is_no_time_as_it_is() {
    for (const char* text : {"", "yesterday", "2026-11-23", "2026-11-23 10:33:07 or so"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(text), local_time(text));
    }
  }

  void takes_the_system_s_zone_where_none_is_named() {
    const std::string utc = "2026-11-23 10:33:07", before = local_time(utc);
    for (const char* zone : {"Asia/Kathmandu", "America/New_York"}) {
      CPPUNIT_ASSERT_EQUAL(std::string(), use(zone));
      CPPUNIT_ASSERT(local_time(utc) != before);
      CPPUNIT_ASSERT_EQUAL(std::string(), use(""));
      CPPUNIT_ASSERT_EQUAL(before, local_time(utc));
    }
  }

  void refuses_a_zone_that_has_no_file() {
    const TimeZone restored("UTC");
    for (const char* name : {"Europe/Prag", "Europe", "CET-1CEST", "/etc/localtime",
                             "../zoneinfo/UTC", "tzdata.zi", ":UTC", " "}) {
      assert_has(use(name), "Misconfigured: spaconf.conf:3: unknown time zone \"");
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LocalTimeTest);

}  // namespace spaconf

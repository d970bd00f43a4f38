// Tests lib/store/cursor.cc and criterion.cc: the SQL of a search.
#include "fixtures.h"
#include "store/criterion.h"
#include "store/cursor.h"

namespace spaconf {

class SearchSqlTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SearchSqlTest);
  CPPUNIT_TEST(reads_the_cursors_that_it_writes);
  CPPUNIT_TEST(reads_no_other_text_as_a_cursor);
  CPPUNIT_TEST(goes_on_behind_a_cursor_in_each_order);
  CPPUNIT_TEST(binds_everything_that_is_typed);
  CPPUNIT_TEST(has_a_criterion_for_each_thing_that_is_searched_for);
  CPPUNIT_TEST(compares_login_and_numbers_as_a_whole);
  CPPUNIT_TEST_SUITE_END();

  static const Sorting& by(const char* name) { return find_sorting(name); }

  void reads_the_cursors_that_it_writes() {
    for (const Cursor& cursor : {Cursor{7, ""}, Cursor{8, "Novák. Jan"}, Cursor{9, "1.2"}}) {
      const auto read = cursor_in(text_of(cursor), by("person"));
      CPPUNIT_ASSERT(read && read->id == cursor.id && read->value == cursor.value);
    }
  }

  void reads_no_other_text_as_a_cursor() {
    for (const char* text : {"", ".", ".x", "7", "x.y", "-7.x", "7 .x", "1234567890123456789.x"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !cursor_in(text, by("person")));
    }
    CPPUNIT_ASSERT(!cursor_in("7.ř", by("mac")));
  }

  void goes_on_behind_a_cursor_in_each_order() {
    const struct {
      const char *sorting, *value;
      bool backwards;
      std::string condition, order;
    } table[] = {
        {"newest", "", false, " AND id < ?", " ORDER BY id DESC"},
        {"newest", "", true, " AND id > ?", " ORDER BY id"},
        {"person", "N", false, " AND (person_name > ? OR (person_name = ? AND id > ?))",
         " ORDER BY person_name, id"},
        {"mac", "", false, " AND (mac IS NOT NULL OR id > ?)", " ORDER BY mac, id"},
        {"mac", "", true, " AND mac IS NULL AND id < ?", " ORDER BY mac DESC, id DESC"},
        {"mac", "00", true, " AND (mac < ? OR (mac = ? AND id < ?) OR mac IS NULL)",
         " ORDER BY mac DESC, id DESC"},
    };
    for (const auto& row : table) {
      const Sorting& sorting = by(row.sorting);
      CPPUNIT_ASSERT_EQUAL(row.condition, beyond(sorting, {7, row.value}, row.backwards).text);
      CPPUNIT_ASSERT_EQUAL(row.order, order_by(sorting, row.backwards).text);
    }
  }

  void binds_everything_that_is_typed() {
    Search search;
    search.typed = "No'vak %_";
    search.model = find_model("spa942");
    const SqlFragment where = conditions_of(search);
    CPPUNIT_ASSERT_EQUAL(std::string("WHERE TRUE AND model = ? AND search_terms LIKE ?"),
                         where.text);
    CPPUNIT_ASSERT_EQUAL(std::string("% novak%"), std::get<std::string>(where.values.at(1)));
    CPPUNIT_ASSERT(!matches_nothing(search));
    search.typed = "%_";
    CPPUNIT_ASSERT(matches_nothing(search));
    search.typed = "  ";
    CPPUNIT_ASSERT(!matches_nothing(search));
  }

  void has_a_criterion_for_each_thing_that_is_searched_for() {
    Search search;
    CPPUNIT_ASSERT(criteria_of(search).empty());
    search.typed = "novak jan";
    search.model = find_model("spa942");
    search.state_filter = find_state_filter("retired");
    const auto criteria = criteria_of(search);
    CPPUNIT_ASSERT_EQUAL(std::size_t(4), criteria.size());
    CPPUNIT_ASSERT_EQUAL(std::string("search_term WHERE term >= ? AND term < ?"),
                         criteria[0].rows.text);
    CPPUNIT_ASSERT_EQUAL(std::string("novak"), std::get<std::string>(criteria[0].rows.values[0]));
    CPPUNIT_ASSERT_EQUAL(std::string("noval"), std::get<std::string>(criteria[0].rows.values[1]));
    CPPUNIT_ASSERT_EQUAL(std::string("registration FORCE INDEX (by_state) WHERE state = 'retired'"),
                         criteria[3].rows.text);
    search = {};
    search.login = "novak";
    search.mac = Mac::parse("000e08112233");
    search.serial = "FE400 X";
    std::string rows;
    for (const Criterion& each : criteria_of(search)) rows += each.rows.text + "; ";
    CPPUNIT_ASSERT_EQUAL(std::string("registration FORCE INDEX (login) WHERE login = ?; "
                                     "registration FORCE INDEX (by_mac) WHERE mac = ?; "
                                     "search_term WHERE term >= ? AND term < ?; "),
                         rows);
  }

  void compares_login_and_numbers_as_a_whole() {
    Search search;
    search.login = "no'vak";
    search.mac = Mac::parse("00:0E:08:11:22:33");
    search.serial = "FE400";
    const SqlFragment where = conditions_of(search);
    CPPUNIT_ASSERT_EQUAL(
        std::string("WHERE TRUE AND login = ? AND LOWER(login) = LOWER(?) COLLATE utf8mb4_bin"
                    " AND mac = ? AND serial = ? COLLATE utf8mb4_bin"),
        where.text);
    CPPUNIT_ASSERT_EQUAL(std::string("no'vak"), std::get<std::string>(where.values.at(0)));
    CPPUNIT_ASSERT_EQUAL(std::string("no'vak"), std::get<std::string>(where.values.at(1)));
    CPPUNIT_ASSERT_EQUAL(std::string("000e08112233"), std::get<std::string>(where.values.at(2)));
    CPPUNIT_ASSERT(!matches_nothing(search));
    search.serial = "--";
    CPPUNIT_ASSERT(matches_nothing(search));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SearchSqlTest);

}  // namespace spaconf

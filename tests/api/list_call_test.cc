// Tests lib/api/list_call.cc: its parameters.
#include "api/list_call.h"

#include "fixtures.h"

namespace spaconf::api {

class ListCallTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ListCallTest);
  CPPUNIT_TEST(searches_for_every_parameter);
  CPPUNIT_TEST(refuses_every_wrong_parameter);
  CPPUNIT_TEST_SUITE_END();

  static Fields query(const std::string& name, const std::string& value) {
    Fields fields;
    fields.add(name, value);
    return fields;
  }

  void searches_for_every_parameter() {
    Fields all;
    for (const auto& [name, value] : {std::pair{"login", " novak "},
                                      {"mac", "00-0E-08-11-22-33"},
                                      {"serial", "fe400f123456"},
                                      {"state", "retired"},
                                      {"q", " room "},
                                      {"cursor", "7."},
                                      {"limit", "100"}}) {
      all.add(name, value);
    }
    const Search search = search_in(all);
    CPPUNIT_ASSERT_EQUAL(std::string("novak"), search.login);
    CPPUNIT_ASSERT_EQUAL(std::string("000e08112233"), search.mac->plain());
    CPPUNIT_ASSERT_EQUAL(std::string("FE400F123456"), search.serial);
    CPPUNIT_ASSERT_EQUAL(std::string_view("retired"), search.state_filter->name);
    CPPUNIT_ASSERT_EQUAL(std::string("room"), search.typed);
    CPPUNIT_ASSERT_EQUAL(std::string("7."), search.after);
    CPPUNIT_ASSERT_EQUAL(100, limit_in(all));
    CPPUNIT_ASSERT_EQUAL(50, limit_in({}));
    CPPUNIT_ASSERT(!search_in({}).state_filter && !search_in({}).mac);
  }

  void refuses_every_wrong_parameter() {
    for (const auto& [name, value] : {std::pair{"page", "1"},
                                      {"mac", "000e08"},
                                      {"state", "x"},
                                      {"cursor", "x"},
                                      {"q", "a\nb"},
                                      {"limit", "0"},
                                      {"limit", "101"},
                                      {"limit", ""},
                                      {"limit", "1x"}}) {
      try {
        search_in(query(name, value));
        limit_in(query(name, value));
        CPPUNIT_FAIL(std::string(name) + "=" + value);
      } catch (const Refusal& refusal) {
        CPPUNIT_ASSERT_EQUAL(400, refusal.status());
        assert_has(refusal.what(), name);
      }
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ListCallTest);

}  // namespace spaconf::api

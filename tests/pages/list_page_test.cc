// Tests lib/pages/list_page.cc: what an address asks for.
#include "pages/list_page.h"

#include "fixtures.h"

namespace spaconf {

class ListPageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ListPageTest);
  CPPUNIT_TEST(reads_filters_and_order);
  CPPUNIT_TEST(leaves_out_what_there_is_not);
  CPPUNIT_TEST_SUITE_END();

  static Search search(std::initializer_list<std::pair<const char*, const char*>> query) {
    Fields fields;
    for (auto [name, value] : query) fields.add(name, value);
    return search_in(fields);
  }

  void reads_filters_and_order() {
    for (const StateFilter& each : state_filters()) {
      CPPUNIT_ASSERT(search({{"state", each.name.data()}}).state_filter == &each);
    }
    for (const Sorting& each : sortings()) {
      CPPUNIT_ASSERT(search({{"sort", each.name.data()}}).sorting == &each);
    }
    Search options = search({{"q", " Novák "}, {"model", "spa962"}, {"after", "7.Novák"}});
    CPPUNIT_ASSERT_EQUAL(std::string("Novák"), options.typed);
    CPPUNIT_ASSERT(options.model == find_model("spa962"));
    CPPUNIT_ASSERT_EQUAL(std::string("7.Novák"), options.after);
  }

  void leaves_out_what_there_is_not() {
    Search options = search({{"state", "live'"}, {"model", "spa"}, {"sort", "id; DROP"}});
    CPPUNIT_ASSERT(!options.state_filter && !options.model &&
                   options.sorting == &sortings().front());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ListPageTest);

}  // namespace spaconf

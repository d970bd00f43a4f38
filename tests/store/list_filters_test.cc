// Tests lib/store/list_filters.cc: the tables of filters and orders.
#include "store/list_filters.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/text.h"
#include "fixtures.h"
#include "store/search.h"

namespace spaconf {

class ListFiltersTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ListFiltersTest);
  CPPUNIT_TEST(finds_every_filter_by_its_name);
  CPPUNIT_TEST(finds_every_order_by_its_name);
  CPPUNIT_TEST(has_each_phone_in_one_filter_beside_the_first);
  CPPUNIT_TEST(has_an_index_for_every_order);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* unknown[] = {"", "Live", "live ", "live'", "new", "id", "newest;"};

  void finds_every_filter_by_its_name() {
    std::set<std::string_view> names, labels;
    for (const StateFilter& each : state_filters()) {
      CPPUNIT_ASSERT(find_state_filter(each.name) == &each);
      CPPUNIT_ASSERT(!each.label.empty());
      names.insert(each.name);
      labels.insert(each.label);
    }
    CPPUNIT_ASSERT_EQUAL(state_filters().size(), names.size());
    CPPUNIT_ASSERT_EQUAL(state_filters().size(), labels.size());
    for (const char* name : unknown) CPPUNIT_ASSERT(!find_state_filter(name));
  }

  void finds_every_order_by_its_name() {
    std::set<std::string_view> names, labels;
    for (const Sorting& each : sortings()) {
      CPPUNIT_ASSERT(&find_sorting(each.name) == &each);
      CPPUNIT_ASSERT(!each.label.empty());
      names.insert(each.name);
      labels.insert(each.label);
    }
    CPPUNIT_ASSERT_EQUAL(sortings().size(), names.size());
    CPPUNIT_ASSERT_EQUAL(sortings().size(), labels.size());
    for (const char* name : unknown) CPPUNIT_ASSERT(&find_sorting(name) == &sortings().front());
    CPPUNIT_ASSERT(Search{}.sorting == &sortings().front());
  }

  /// Is `test`, "state = 'live'" or "ticket_state IN ('done', 'none')", true of the value?
  static bool holds(const std::string& test, const std::string& column, std::string_view value) {
    if (!test.starts_with(column + " ")) return false;
    return test.find("'" + std::string(value) + "'") != test.npos;
  }

  static bool holds_all(std::string_view condition, RegistrationState state, ProfileState profile,
                        TicketState ticket) {
    const auto tests = split(replaced(condition, " AND ", "&"), '&');
    return std::ranges::all_of(tests, [&](const std::string& test) {
      return holds(test, "state", name(state)) || holds(test, "profile_state", name(profile)) ||
             holds(test, "ticket_state", name(ticket));
    });
  }

  void has_each_phone_in_one_filter_beside_the_first() {
    using T = TicketState;
    for (auto state :
         {RegistrationState::live, RegistrationState::retiring, RegistrationState::retired}) {
      for (ProfileState profile :
           {ProfileState::none, ProfileState::pending, ProfileState::done, ProfileState::adopted}) {
        for (T ticket : {T::pending, T::unknown, T::done, T::parked, T::none}) {
          const bool is_live = state == RegistrationState::live;
          std::string found;
          for (const StateFilter& each : state_filters().subspan(1)) {
            if (!holds_all(each.condition, state, profile, ticket)) continue;
            found += each.name;
            CPPUNIT_ASSERT_EQUAL(is_live, each.is_live);
          }
          const bool is_pending = profile == ProfileState::pending;
          const bool is_adopted = profile == ProfileState::adopted;
          const std::string right = !is_live              ? std::string(name(state))
                                    : is_pending          ? "profile-pending"
                                    : is_adopted          ? "adopted"
                                    : ticket == T::done   ? "registered"
                                    : ticket == T::none   ? "registered"
                                    : ticket == T::parked ? "ticket-parked"
                                                          : "ticket-pending";
          CPPUNIT_ASSERT_EQUAL(right, found);
          CPPUNIT_ASSERT_EQUAL(
              is_live, holds_all(state_filters().front().condition, state, profile, ticket));
        }
      }
    }
  }

  void has_an_index_for_every_order() {
    const std::string schema = read_file(in_tree("lib/store/schema.cc"));
    for (const Sorting& each : sortings()) {
      if (each.index == "PRIMARY") continue;
      assert_has(schema, std::string(each.index) + " (");
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ListFiltersTest);

}  // namespace spaconf

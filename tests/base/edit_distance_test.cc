// Tests lib/base/edit_distance.cc.
#include "base/edit_distance.h"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

#include "fixtures.h"

namespace spaconf {

class EditDistanceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EditDistanceTest);
  CPPUNIT_TEST(counts_letters_that_differ);
  CPPUNIT_TEST(agrees_with_the_table_of_distances);
  CPPUNIT_TEST(takes_64_bytes_and_no_more);
  CPPUNIT_TEST_SUITE_END();

  /// The definition, row by row.
  static std::size_t by_table(std::string_view a, std::string_view b) {
    std::vector<std::size_t> above(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      std::vector<std::size_t> row{i};
      for (std::size_t j = 1; j <= b.size(); ++j) {
        const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        row.push_back(std::min({replaced, above[j] + 1, row[j - 1] + 1}));
      }
      above = row;
    }
    return above.back();
  }

  void counts_letters_that_differ() {
    const struct {
      const char *word, *other;
      std::size_t distance;
    } table[] = {{"", "", 0},
                 {"", "abc", 3},
                 {"abc", "", 3},
                 {"same", "same", 0},
                 {"Tiem_Zone", "Time_Zone", 2},
                 {"kitten", "sitting", 3},
                 {"Admin_Password", "Admin_Passwd", 2},
                 {"č", "c", 2}};
    for (const auto& row : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(row.other, row.distance, EditDistance(row.word).to(row.other));
    }
  }

  void agrees_with_the_table_of_distances() {
    std::mt19937 random(20);
    const auto word = [&](std::size_t longest) {
      std::string letters(random() % (longest + 1), ' ');
      // Three letters, so that words have much in common.
      for (char& each : letters) each = static_cast<char>('a' + random() % 3);
      return letters;
    };
    for (int i = 0; i < 2000; ++i) {
      const std::string a = word(EditDistance::longest), b = word(100);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(a + " " + b, by_table(a, b), EditDistance(a).to(b));
    }
  }

  void takes_64_bytes_and_no_more() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{64}, EditDistance(std::string(64, 'x')).to("y"));
    CPPUNIT_ASSERT_THROW(EditDistance(std::string(65, 'x')), std::length_error);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EditDistanceTest);

}  // namespace spaconf

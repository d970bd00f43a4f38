// Tests lib/store/batches.cc.
#include "store/batches.h"

#include "fixtures.h"

namespace spaconf {

class BatchesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BatchesTest);
  CPPUNIT_TEST(writes_placeholders);
  CPPUNIT_TEST(cuts_numbers_into_batches_of_one_size);
  CPPUNIT_TEST_SUITE_END();

  void writes_placeholders() {
    CPPUNIT_ASSERT_EQUAL(std::string(""), placeholders(0));
    CPPUNIT_ASSERT_EQUAL(std::string("?"), placeholders(1));
    CPPUNIT_ASSERT_EQUAL(std::string("?, ?, ?"), placeholders(3));
    CPPUNIT_ASSERT_EQUAL(std::string("WHEN ? THEN ? WHEN ? THEN ?"),
                         placeholders(2, "WHEN ? THEN ?", " "));
  }

  void cuts_numbers_into_batches_of_one_size() {
    const struct {
      std::size_t numbers;
      std::vector<std::size_t> sizes;
    } table[] = {{0, {}},
                 {1, {1}},
                 {2, {batch_size}},
                 {batch_size, {batch_size}},
                 {batch_size + 1, {batch_size, batch_size}}};
    for (const auto& row : table) {
      std::vector<std::int64_t> numbers;
      while (numbers.size() < row.numbers) numbers.push_back(std::int64_t(numbers.size()) + 1);
      std::vector<std::size_t> sizes;
      std::int64_t last = 0;
      in_batches(numbers, [&](const std::string& in_list, const std::vector<sql::Value>& values) {
        CPPUNIT_ASSERT_EQUAL("IN (" + placeholders(values.size()) + ")", in_list);
        sizes.push_back(values.size());
        last = std::get<std::int64_t>(values.back());
      });
      CPPUNIT_ASSERT(row.sizes == sizes);
      CPPUNIT_ASSERT_EQUAL(std::int64_t(row.numbers), last);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BatchesTest);

}  // namespace spaconf

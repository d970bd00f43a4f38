// Builds lists of placeholders and cuts lists of numbers into batches.
#include "store/batches.h"

#include <algorithm>

namespace spaconf {

std::string placeholders(std::size_t count, std::string_view each, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += between;
    text += each;
  }
  return text;
}

void in_batches(
    const std::vector<std::int64_t>& numbers,
    const std::function<void(const std::string&, const std::vector<sql::Value>&)>& act) {
  static const std::string one = "IN (?)", many = "IN (" + placeholders(batch_size) + ")";
  const std::size_t size = numbers.size() == 1 ? 1 : batch_size;
  for (std::size_t begin = 0; begin < numbers.size(); begin += size) {
    std::vector<sql::Value> values;
    for (std::size_t i = begin; i < begin + size; ++i) {
      values.emplace_back(numbers[std::min(i, numbers.size() - 1)]);
    }
    act(size == 1 ? one : many, values);
  }
}

std::vector<std::int64_t> numbers_in(const std::vector<sql::Row>& rows) {
  std::vector<std::int64_t> numbers;
  for (const auto& row : rows) numbers.push_back(row.number(0));
  return numbers;
}

std::vector<std::string> texts_in(const std::vector<sql::Row>& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(row.text(0));
  return texts;
}

}  // namespace spaconf

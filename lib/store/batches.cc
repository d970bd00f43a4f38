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

std::vector<std::vector<std::size_t>> batches_of(std::size_t count) {
  std::vector<std::vector<std::size_t>> batches;
  for (std::size_t begin = 0; begin < count; begin += batch_size) {
    auto& places = batches.emplace_back();
    for (std::size_t i = begin; i < begin + batch_size; ++i) {
      places.push_back(std::min(i, count - 1));
    }
  }
  return batches;
}

void in_batches(
    const std::vector<std::int64_t>& numbers,
    const std::function<void(const std::string&, const std::vector<sql::Value>&)>& act) {
  in_batches(std::vector<sql::Value>(numbers.begin(), numbers.end()), act);
}

void in_batches(
    const std::vector<sql::Value>& values,
    const std::function<void(const std::string&, const std::vector<sql::Value>&)>& act) {
  static const std::string one = "IN (?)", many = "IN (" + placeholders(batch_size) + ")";
  if (values.size() == 1) return act(one, values);
  for (const auto& places : batches_of(values.size())) {
    std::vector<sql::Value> batch;
    for (std::size_t place : places) batch.push_back(values[place]);
    act(many, batch);
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

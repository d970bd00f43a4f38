// Placeholders for lists of numbers in statements, a batch at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql.h"

namespace spaconf {

/// How many rows a statement for many takes.
constexpr std::size_t batch_size = 256;

/// `each` so many times: "?, ?, ?".
std::string placeholders(std::size_t count, std::string_view each = "?",
                         std::string_view between = ", ");

/// The places of `count` values, cut into batches of batch_size; the last batch is filled up with
/// the last place.
std::vector<std::vector<std::size_t>> batches_of(std::size_t count);

/// Calls `act` for each batch with its numbers and "IN (?, …)" for them. A statement has either one
/// placeholder or batch_size of them, the last of which are filled up with the last number, so that
/// only two statements have to be prepared.
void in_batches(const std::vector<std::int64_t>& numbers,
                const std::function<void(const std::string& in_list,
                                         const std::vector<sql::Value>& numbers)>& act);
/// The same with any values.
void in_batches(const std::vector<sql::Value>& values,
                const std::function<void(const std::string& in_list,
                                         const std::vector<sql::Value>& values)>& act);

/// The first column of all rows.
std::vector<std::int64_t> numbers_in(const std::vector<sql::Row>& rows);
std::vector<std::string> texts_in(const std::vector<sql::Row>& rows);

}  // namespace spaconf

// Conversions between our values and database columns.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql.h"
#include "store/registration.h"

namespace spaconf {

/// In SQL: this program can read the row of registration: it knows the model, and a profile has a
/// MAC address. Where many rows are read page by page, the others must not end a page.
std::string is_readable();
/// In SQL: the row of registration has a task of that kind in one of these states, "'due',
/// 'parked'".
std::string has_task(const std::string& kind, const std::string& states);

/// In SQL: the row of account is not current. As a list, so that the index by state is used.
std::string account_waits();

/// Words with blanks between; no word has one.
std::string joined(const std::vector<std::string>& words);
std::vector<std::string> words(const std::string& text);

/// "NAME VALUE", one in each line; no value has a line end. One that is not checked is
/// "?NAME VALUE".
std::string joined(const std::vector<Setting>& settings);
std::vector<Setting> settings_in(const std::string& text);

/// As much of a text as a column of type TEXT has room for. A column refuses bytes that are not
/// UTF-8, which other servers' sentences may have; here and below U+FFFD replaces them.
std::string truncate_text(const std::string& text);
/// As much of a reason as its columns have room for.
std::string truncate_reason(const std::string& reason);

/// The place of a state's name among all of its kind. Throws std::runtime_error when it has none.
int place_of(const std::string& state, std::span<const std::string_view> states);

/// The state of that name. Throws std::runtime_error for another.
AccountState account_state(const std::string& name);

sql::Value mac_or_null(const std::optional<Mac>& mac);

}  // namespace spaconf

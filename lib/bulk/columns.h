// Names the columns of tables of phones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spaconf {

/// The names of an export's columns: "ref", "version" and, at the end, "state"; between them the
/// registration form's own fields; never a password.
const std::vector<std::string>& export_columns();

/// The column of an import with the reasons why its rows were rejected, which is not read.
constexpr std::string_view reason_column = "reason";
/// The name of a column of an import that is not read.
constexpr std::string_view left_out_column = "-";
/// A short name for the column of line 1's permissions.
constexpr std::string_view short_permission = "permission";
/// Is it the column of a line's password?
bool is_password(std::string_view column);
/// Does an import have a column of this name?
bool is_import_column(std::string_view column);
/// The names of an import's columns that a user can choose from, without the two above.
std::vector<std::string> import_columns();
/// The names in a list that a user typed, "login,-,mac"; none for an empty text.
std::vector<std::string> column_names(std::string_view typed);
/// All names of an import's columns, for a sentence.
std::string import_columns_in_words();

}  // namespace spaconf

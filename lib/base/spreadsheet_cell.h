// Tells which cells a spreadsheet would not keep as they are.
#pragma once

#include <string_view>

namespace spaconf {

/// Would a spreadsheet that opens a CSV file calculate this cell, or read a number, a date, a time
/// or a truth value in it, and so write something else when it saves the file? "0123" becomes 123,
/// "880190001234" becomes 8,8019E+11, "3-12" a date. In doubt it says yes.
bool is_changed_by_spreadsheets(std::string_view cell);

/// Is it a number as spreadsheets show long ones: "8,8019E+11" or "0.00E+00"?
bool is_scientific(std::string_view cell);
/// Is it a date as spreadsheets show those that they have read in other texts: "2024-12-03",
/// "3.12.2024", "12/3/24", "03.XII" or "3-Dec"?
bool is_spreadsheet_date(std::string_view cell);
/// Is it what spreadsheets show instead of a value: "#N/A", "#REF!" or, in a narrow column, "####"?
bool is_spreadsheet_error(std::string_view cell);

}  // namespace spaconf

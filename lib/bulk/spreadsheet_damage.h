// Names the cells of a row that a spreadsheet has destroyed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "bulk/table.h"
#include "store/registration.h"

namespace spaconf {

/// What a spreadsheet has made of this cell, and what to do, as a sentence; empty when it may be as
/// it was typed. A number such as 1,23E+11, a MAC address without its leading zeros, a date instead
/// of a number.
std::string spreadsheet_damage(std::string_view column, std::string_view cell);

/// The damaged cells of a row, each with its column.
std::vector<Problem> spreadsheet_damage(const Table& table, const csv::Row& row);

/// Is the cell the value without its leading zeros? "0123" becomes 123.
bool has_lost_zeros(std::string_view value, std::string_view cell);
/// Throws Rejected when cells of a phone's row are its numbers or its serial number without their
/// leading zeros.
void refuse_lost_zeros(const Table& table, const csv::Row& row, const Registration& there);
/// The same for the number that the directory has for a new phone's person.
void refuse_lost_zeros(const Registration& wanted, const std::string& number);

}  // namespace spaconf

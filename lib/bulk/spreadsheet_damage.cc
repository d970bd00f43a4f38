// Compares cells with what spreadsheets write instead of long numbers, leading zeros and dates.
#include "bulk/spreadsheet_damage.h"

#include <algorithm>

#include "base/spreadsheet_cell.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/columns.h"
#include "phone/mac.h"
#include "registration/form.h"

namespace spaconf {
namespace {

/// `damage` is a sentence.
std::string with_remedy(const std::string& damage) {
  return damage + " " +
         _("Format this column as text in the spreadsheet, and enter the value again.");
}

constexpr std::size_t mac_digits = 12;
/// An address that lost more zeros than it can have is something else.
constexpr std::size_t least_mac_digits = 6;

bool consists_of(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

bool is_number_column(std::string_view column) {
  const int position = line_of(column);
  return position > 0 && column == line_field(position, "user");
}

/// "1001,00"
bool is_decimal(std::string_view cell) {
  const std::size_t point = cell.find_first_of(".,");
  return point != cell.npos && consists_of(cell.substr(0, point), "0123456789") &&
         consists_of(cell.substr(point + 1), "0123456789");
}

std::string in_words(std::string_view cell) {
  return std::string(beginning(without_controls(cell), 30));
}

std::string lost_zeros_of_mac(std::string_view cell) {
  if (!consists_of(cell, "0123456789") || cell.size() >= mac_digits ||
      cell.size() < least_mac_digits) {
    return "";
  }
  const std::string whole = std::string(mac_digits - cell.size(), '0') + std::string(cell);
  return with_remedy(counted(
      "A spreadsheet has removed the leading zeros: this has {count} digit instead of 12. It "
      "was probably {whole}.",
      "A spreadsheet has removed the leading zeros: this has {count} digits instead of 12. It "
      "was probably {whole}.",
      std::int64_t(cell.size()), {{"whole", whole}}));
}

/// `message` has the place {value}.
Problem lost_zeros(const std::string& column, std::string_view value, const char* message) {
  return {column, with_remedy(sentence(message, {{"value", value}}))};
}

}  // namespace

std::string spreadsheet_damage(std::string_view column, std::string_view cell) {
  if (is_password(column)) {
    if (!is_scientific(cell)) return "";
    return with_remedy(
        _("A spreadsheet has made a number of this password, and its characters are lost."));
  }
  const auto said = [&](const char* message) {
    return sentence(message, {{"cell", in_words(cell)}});
  };
  if (is_spreadsheet_error(cell)) {
    return said(
        _("The spreadsheet shows {cell} instead of a value: its column is too narrow, or its "
          "formula has an error."));
  }
  const bool is_mac = column == "mac";
  const bool is_code = is_mac || column == "serial" || is_number_column(column);
  if (is_mac && Mac::parse(cell)) return "";
  if (is_scientific(cell) && column != "setting") {
    return with_remedy(
        said(_("A spreadsheet has made the number {cell} of this, and its other digits "
               "are lost.")));
  }
  if ((is_code || column == "hostname") && is_spreadsheet_date(cell)) {
    return with_remedy(said(_("A spreadsheet has made the date {cell} of this.")));
  }
  if (is_code && is_decimal(cell)) {
    return with_remedy(said(_("A spreadsheet has made the number {cell} of this.")));
  }
  return is_mac ? lost_zeros_of_mac(cell) : "";
}

std::vector<Problem> spreadsheet_damage(const Table& table, const csv::Row& row) {
  std::vector<Problem> problems;
  for (const std::string& column : table.columns()) {
    if (column.empty()) continue;
    std::string damage = spreadsheet_damage(column, table.cell(row, column));
    if (!damage.empty()) problems.push_back({column, std::move(damage)});
  }
  return problems;
}

bool has_lost_zeros(std::string_view value, std::string_view cell) {
  return cell.size() < value.size() && consists_of(cell, "0123456789") && value.ends_with(cell) &&
         consists_of(value.substr(0, value.size() - cell.size()), "0");
}

void refuse_lost_zeros(const Table& table, const csv::Row& row, const Registration& there) {
  std::vector<Problem> problems;
  for (const Line& line : there.lines) {
    const std::string column = line_field(line.position, "user");
    if (has_lost_zeros(line.user, table.cell(row, column))) {
      problems.push_back(lost_zeros(column, line.user,
                                    _("A spreadsheet has removed the leading zeros of {value}, "
                                      "which is the phone's number.")));
    }
  }
  if (has_lost_zeros(there.serial, table.cell(row, "serial"))) {
    problems.push_back(
        lost_zeros("serial", there.serial,
                   _("A spreadsheet has removed the leading zeros of {value}, which is "
                     "the phone's serial number.")));
  }
  if (!problems.empty()) throw Rejected(std::move(problems));
}

void refuse_lost_zeros(const Registration& wanted, const std::string& number) {
  for (const Line& line : wanted.lines) {
    if (!has_lost_zeros(number, line.user)) continue;
    throw Rejected(
        {lost_zeros(line_field(line.position, "user"), number,
                    _("A spreadsheet has removed the leading zeros of {value}, which is the "
                      "person's number in the directory."))});
  }
}

}  // namespace spaconf

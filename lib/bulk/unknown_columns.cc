// Guesses the meaning of a column by its name, whatever its case, blanks and punctuation.
#include "bulk/unknown_columns.h"

#include <algorithm>
#include <set>

#include "base/csv.h"
#include "base/foreign_text.h"
#include "base/text.h"
#include "bulk/columns.h"

namespace spaconf {
namespace {

constexpr std::size_t most_examples = 3, longest_shown = 40;
/// How many rows are looked at for examples.
constexpr int rows_looked_at = 50;

/// Of names as folded() gives them.
constexpr struct {
  std::string_view column, names;
} known_names[] = {
    {"login", "uid user username userid userlogin account loginname uživatel přihlašovacíjméno"},
    {"model", "type phonetype phonemodel modelname device devicetype typ typtelefonu"},
    {"mac", "macaddress hwaddress hwaddr ethernet ethernetaddress macadresa adresamac"},
    {"serial", "sn serialnumber serialno sériovéčíslo výrobníčíslo"},
    {"hostname", "host dnsname fqdn název názevvsíti"},
    {"inventory", "inventorynumber assettag asset assetnumber inventárníčíslo"},
    {"line1_user",
     "number ext extension line phone telephone phonenumber telephonenumber line1 "
     "sipuser číslo linka telefon klapka telefonníčíslo"},
    {"line1_display", "name displayname fullname callerid cn jméno celéjméno zobrazovanéjméno"},
    {"line1_password", "password secret sippassword sipsecret heslo"},
    {"line1_permission", "permission permissions rights oprávnění"},
    {"line2_user", "line2 number2 ext2 extension2 linka2"},
    {"setting", "settings parameter parameters nastavení"},
};

/// "MAC address:" and "mac_address" are both "macaddress".
std::string folded(std::string_view name) {
  std::string letters = case_folded(trim(name));
  std::erase_if(letters, [](char c) {
    return std::string_view(" \t_-./:()#*").find(c) != std::string_view::npos;
  });
  return letters;
}

bool has_unknown(const csv::Row& header) {
  return std::ranges::any_of(header.cells, [](const std::string& cell) {
    const std::string name = lower(trim(cell));
    return !name.empty() && !is_import_column(name);
  });
}

std::string shown(std::string_view cell) {
  return std::string(beginning(without_controls(trim(cell)), longest_shown));
}

void add_examples(std::vector<SeenColumn>& columns, const csv::Row& row) {
  for (std::size_t i = 0; i < std::min(columns.size(), row.cells.size()); ++i) {
    auto& examples = columns[i].examples;
    if (examples.size() < most_examples && is_utf8(row.cells[i]) && !trim(row.cells[i]).empty()) {
      examples.push_back(shown(row.cells[i]));
    }
  }
}

}  // namespace

std::string probable_column(std::string_view name) {
  if (const std::string same = lower(trim(name)); is_import_column(same)) return same;
  const std::string wanted = folded(name);
  for (const auto& each : known_names) {
    const auto names = split(each.names, ' ');
    if (std::ranges::find(names, wanted) != names.end()) return std::string(each.column);
  }
  return "";
}

std::vector<SeenColumn> columns_to_name(std::string_view text) try {
  if (!foreign_format(text).empty()) return {};
  csv::Reader rows(text);
  const auto header = rows.next();
  if (!header || !has_unknown(*header) || !std::ranges::all_of(header->cells, is_utf8)) return {};
  std::vector<SeenColumn> columns;
  std::set<std::string> taken;
  for (const std::string& cell : header->cells) {
    std::string meant = probable_column(cell);
    // Of two columns with one meaning the first has it.
    if (!taken.insert(meant).second) meant.clear();
    columns.push_back({.name = shown(cell), .meant = meant, .examples = {}});
  }
  try {
    for (int i = 0; i < rows_looked_at; ++i) {
      const auto row = rows.next();
      if (!row) break;
      add_examples(columns, *row);
    }
  } catch (const csv::Malformed&) {
    // The table is checked when its columns have names; this row may be cut off.
  }
  return columns;
} catch (const csv::Malformed&) {
  return {};
}

}  // namespace spaconf

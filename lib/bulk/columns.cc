// Lists the columns in the order of an export, and reads lists of their names.
#include "bulk/columns.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"
#include "registration/form.h"

namespace spaconf {

const std::vector<std::string>& export_columns() {
  static const std::vector<std::string> columns = [] {
    std::vector<std::string> all{"ref",    "version",  "login",     "model",  "mac",
                                 "serial", "hostname", "inventory", "setting"};
    for (int position = 1; position <= most_lines; ++position) {
      for (const char* part : {"user", "display", "permission"})
        all.push_back(line_field(position, part));
    }
    all.emplace_back("state");
    return all;
  }();
  return columns;
}

bool is_password(std::string_view column) {
  for (int position = 1; position <= most_lines; ++position) {
    if (column == line_field(position, "password")) return true;
  }
  return false;
}

bool is_import_column(std::string_view column) {
  const auto& exported = export_columns();
  return std::ranges::find(exported, column) != exported.end() || is_password(column) ||
         column == short_permission || column == reason_column || column == left_out_column;
}

std::vector<std::string> import_columns() {
  std::vector<std::string> columns;
  for (const std::string& column : export_columns()) {
    if (column == "state") continue;  // an import does not read it
    columns.push_back(column);
    if (const int line = line_of(column); line > 0 && column == line_field(line, "user")) {
      columns.push_back(line_field(line, "password"));
    }
  }
  return columns;
}

std::vector<std::string> column_names(std::string_view typed) {
  return typed.empty() ? std::vector<std::string>() : split(typed, ',');
}

std::string import_columns_in_words() {
  std::vector<std::string> names;
  for (const std::string& column : export_columns()) {
    if (line_of(column) == 0 && column != "state") names.push_back(column);
  }
  for (const char* part : {"user", "display"}) names.push_back(line_field(1, part));
  return sentence(_("{names}, {permission} and {password}, the same for {second} to {last}, state, "
                    "and - for a column that is "
                    "left out"),
                  {{"names", joined(names, ", ")},
                   {"permission", line_field(1, "permission")},
                   {"password", line_field(1, "password")},
                   {"second", line_field(2, "…")},
                   {"last", line_field(most_lines, "…")}});
}

}  // namespace spaconf

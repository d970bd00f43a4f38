// Reads CSV as a table of phones.
// Rows are parsed again whenever they are gone through, so that a table of 100,000 phones needs
// little more memory than its text.
#include "bulk/table.h"

#include <algorithm>

#include "base/file.h"
#include "base/foreign_text.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/columns.h"
#include "registration/form.h"

namespace spaconf {
namespace {

constexpr const char* how_to_save =
    N_("In the spreadsheet choose Save As and the type \"CSV UTF-8\", and import that file");
/// The longest unknown name that an error repeats.
constexpr std::size_t longest_name = 40;

bool is_empty(const csv::Row& row) {
  return std::ranges::all_of(row.cells, [](const std::string& cell) { return trim(cell).empty(); });
}

csv::Reader reader_of(std::string_view text) {
  if (const std::string error = table_size_error(text.size()); !error.empty()) {
    throw csv::Malformed(1, error);
  }
  if (const std::string is = foreign_format(text); !is.empty()) {
    throw csv::Malformed(1, sentence(_("the file is {format}, not CSV in UTF-8. {remedy}"),
                                     {{"format", is}, {"remedy", _(how_to_save)}}));
  }
  return csv::Reader(text);
}

std::string not_utf8(std::string_view cell) {
  const std::string encoding = probable_encoding(cell);
  return sentence(encoding.empty() ? _("the file is not UTF-8. {remedy}")
                                   : _("the file is not UTF-8, but probably {encoding}. {remedy}"),
                  {{"encoding", encoding}, {"remedy", _(how_to_save)}});
}

}  // namespace

std::string table_size_error(std::uintmax_t bytes) {
  if (bytes <= largest_table) return "";
  return sentence(
      _("the file has {size} MB, and a table may have {largest}. Split it"),
      {{"size", std::int64_t(bytes >> 20)}, {"largest", std::int64_t(largest_table >> 20)}});
}

std::string read_table_file(const std::filesystem::path& file) {
  std::error_code not_regular;
  const auto bytes = std::filesystem::file_size(file, not_regular);
  if (!not_regular) {
    if (const std::string error = table_size_error(bytes); !error.empty()) {
      throw csv::Malformed(1, error);
    }
  }
  return read_input(file, largest_table);
}

Table::Table(std::string_view text, const std::vector<std::string>& names)
    : rows_(reader_of(text)) {
  auto header = rows_.next();
  if (!header) throw csv::Malformed(1, _("the file is empty"));
  if (!names.empty()) {
    if (names.size() != header->cells.size()) {
      throw csv::Malformed(
          header->line,
          counted("the first row has {count} column, and {named} were named",
                  "the first row has {count} columns, and {named} were named",
                  std::int64_t(header->cells.size()), {{"named", std::int64_t(names.size())}}));
    }
    header->cells = names;
  }
  read_names(*header);
  for_each([&](csv::Row&& row) {
    if (++row_count_ > most_table_rows) {
      throw csv::Malformed(row.line, sentence(_("a table may have {most} rows. Split it"),
                                              {{"most", most_table_rows}}));
    }
    check(row);
  });
}

void Table::read_names(const csv::Row& header) {
  for (const std::string& cell : header.cells) {
    if (!is_utf8(cell)) throw csv::Malformed(header.line, not_utf8(cell));
    std::string name = lower(trim(cell));
    if (!name.empty() && !is_import_column(name)) {
      const std::string shown(beginning(without_controls(trim(cell)), longest_name));
      throw csv::Malformed(header.line,
                           sentence(_("unknown column \"{name}\". Columns are {columns}"),
                                    {{"name", shown}, {"columns", import_columns_in_words()}}));
    }
    if (name == reason_column) {
      reasons_ = columns_.size();
      name.clear();
    }
    if (!name.empty() && name != left_out_column &&
        !places_.emplace(name, columns_.size()).second) {
      throw csv::Malformed(header.line, sentence(_("duplicate column {name}"), {{"name", name}}));
    }
    columns_.push_back(std::move(name));
  }
}

/// A file in another encoding is refused whole: its other cells would be wrong, too.
void Table::check(const csv::Row& row) const {
  for (std::size_t place = 0; place < row.cells.size(); ++place) {
    const std::string& cell = row.cells[place];
    if (is_utf8(cell)) continue;
    throw csv::Malformed(row.line, place < columns_.size() ? columns_[place] : "", not_utf8(cell));
  }
}

void Table::for_each(const std::function<void(csv::Row&&)>& act) const {
  csv::Reader reader = rows_;
  while (auto row = reader.next()) {
    if (!is_empty(*row)) act(std::move(*row));
  }
}

std::string Table::row_error(const csv::Row& row) const {
  for (std::size_t place = 0; place < row.cells.size(); ++place) {
    if (trim(row.cells[place]).empty()) continue;
    if (place >= columns_.size()) return _("the row has more cells than the first row");
    const bool has_name = !columns_[place].empty() || place == reasons_;
    if (!has_name) return _("the row has a cell in a column without a name");
  }
  return "";
}

std::string_view Table::cell(const csv::Row& row, std::string_view column) const {
  const auto found = places_.find(column);
  if (found == places_.end() || found->second >= row.cells.size()) return "";
  return trim(row.cells[found->second]);
}

std::string Table::permission_column(int position) const {
  std::string name = line_field(position, "permission");
  if (has(name)) return name;
  return position == 1 && has(short_permission) ? std::string(short_permission) : "";
}

Fields Table::form(const csv::Row& row, bool with_empty) const {
  Fields fields;
  for (const std::string& column : columns_) {
    if (!has(column) || column == "ref" || column == "version" || column == "state") continue;
    const std::string_view value = cell(row, column);
    if (value.empty()) {
      if (with_empty && !is_password(column)) fields.add(column, "");
      continue;
    }
    if (!column.ends_with(short_permission) && column != "setting") {
      fields.add(column, column == "model" ? lower(value) : std::string(value));
      continue;
    }
    for (const std::string& each : split(value, column == "setting" ? '\n' : ' ')) {
      if (!trim(each).empty()) fields.add(column, std::string(trim(each)));
    }
  }
  return fields;
}

}  // namespace spaconf

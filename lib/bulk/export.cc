// Writes all phones as CSV.
// Reads some hundred phones at a time, in the order of their ids, so that registrations meanwhile
// do not wait, and memory holds only the text of 100,000 phones.
#include "bulk/export.h"

#include "base/csv.h"
#include "registration/form.h"
#include "registration/phone_form.h"

namespace spaconf {
namespace {

constexpr int batch = 256;

/// All values of a field in one cell.
std::string in_one_cell(const Fields& fields, const std::string& name) {
  const char* between = name == "setting" ? "\n" : " ";
  std::string text;
  for (const std::string& value : fields.texts(name)) text += (text.empty() ? "" : between) + value;
  return text;
}

}  // namespace

std::vector<std::string> export_row(const Record& record) {
  const Fields fields = fields_of(record.wanted);
  std::vector<std::string> row;
  for (const std::string& name : export_columns()) {
    row.push_back(name == "ref"       ? record.ref
                  : name == "version" ? std::to_string(record.version)
                  : name == "state"   ? std::string(spaconf::name(record.state))
                                      : in_one_cell(fields, name));
  }
  return row;
}

void write_export(Store& store, const Search& options,
                  const std::function<void(const std::string& piece)>& write) {
  write(csv::row(export_columns()));
  for (std::int64_t last = 0;;) {
    const auto records = store.phone_search.after(options, last, batch);
    if (records.empty()) return;
    std::string piece;
    for (const Record& record : records) piece += csv::row(export_row(record));
    write(piece);
    last = records.back().id;
  }
}

}  // namespace spaconf

// Compares the settings of a table's rows with those of their phones, as the forms do.
#include "bulk/row_rights.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/text.h"
#include "bulk/table_rows.h"
#include "registration/provisioning_warnings.h"

namespace spaconf {
namespace {

/// "NAME = VALUE" in each line, as the import reads it.
std::vector<Setting> settings_of(const std::string& cell) {
  std::vector<Setting> settings;
  for (const std::string& line : split(cell, '\n')) {
    const auto equals = std::min(line.find('='), line.size());
    settings.push_back({plain_blanks(line.substr(0, equals)),
                        equals < line.size() ? plain_blanks(line.substr(equals + 1)) : ""});
  }
  return settings;
}

/// The cells of one row by the names of the columns.
class NamedCells {
 public:
  explicit NamedCells(const std::string& head) {
    for (const std::string& cell : cells_of(head)) columns_.push_back(lower(trim(cell)));
  }

  void take(const JobRow& row) { cells_ = cells_of(row.text); }
  bool has(std::string_view column) const {
    return std::ranges::find(columns_, column) != columns_.end();
  }
  std::string operator[](std::string_view column) const {
    const auto place = std::size_t(std::ranges::find(columns_, column) - columns_.begin());
    return place < columns_.size() && place < cells_.size() ? std::string(trim(cells_[place])) : "";
  }

 private:
  std::vector<std::string> columns_, cells_;
};

}  // namespace

std::vector<JobRow> take_provisioning_rows(Services& services, const std::string& head,
                                           std::vector<JobRow>& rows) {
  NamedCells cells(head);
  const auto check = [&](const JobRow& row) {
    cells.take(row);
    const std::string ref = cells["ref"], setting = cells["setting"];
    // Another model may give effect to a setting that the phone has already.
    const bool may_matter = !setting.empty() || (!cells.has("setting") && cells.has("model"));
    if (!may_matter) return;
    std::optional<SealedRecord> record;
    if (!ref.empty()) record = services.store.registrations.find(ref);
    Registration after = record ? record->wanted : Registration();
    if (!cells["model"].empty()) after.model = find_model(cells["model"]);
    if (cells.has("setting")) after.settings = settings_of(setting);
    if (!after.model) return;
    refuse_provisioning_settings(services.profiles, record ? &record->wanted : nullptr, after);
  };
  std::vector<JobRow> taken;
  std::erase_if(rows, [&](const JobRow& row) {
    try {
      check(row);
      return false;
    } catch (const Rejected& rejected) {
      JobRow refused{.line = row.line, .verdict = RowVerdict::refused};
      for (const Problem& each : rejected.problems()) {
        refused.sentences.push_back(each.field + ": " + each.sentence);
      }
      taken.push_back(std::move(refused));
      return true;
    } catch (const UnreadableRecord&) {
      return false;  // the import says so
    }
  });
  return taken;
}

}  // namespace spaconf

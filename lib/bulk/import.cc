// Goes through a table some rows at a time, and has them checked or carried out.
// Rows are independent, so that a bad row does not affect the others.
#include "bulk/import.h"

#include <utility>

#include "bulk/changed_phones.h"
#include "bulk/new_phones.h"
#include "bulk/row_work.h"
#include "bulk/spreadsheet_damage.h"

namespace spaconf {
namespace {

/// One of the two steps of an import.
class ImportStep {
 public:
  ImportStep(Services& services, const Import& import, const Table& table, bool is_check)
      : import_(import),
        table_(table),
        new_phones_(services, import, table, is_check),
        changed_phones_(services, import, table, is_check) {
    rows_.reserve(rows_at_once);
  }

  ImportCounts run() {
    table_.for_each([&](csv::Row&& row) {
      rows_.push_back({.row = std::move(row), .result = {}});
      if (rows_.size() == rows_at_once) finish_rows();
    });
    finish_rows();
    return counts_;
  }

 private:
  /// If a service does not respond, on_row gets the results of finished rows first.
  void finish_rows() {
    try {
      work_on_rows();
    } catch (...) {
      tell();
      throw;
    }
    tell();
  }

  void work_on_rows() {
    for (RowWork& work : rows_) open(work);
    RowsWork changes, additions;
    for (RowWork& work : rows_) {
      if (!work.is_done && !work.result.ref.empty()) changes.push_back(&work);
    }
    if (!changes.empty()) changed_phones_.prepare(changes);
    // In the order of the rows.
    for (RowWork& work : rows_) {
      if (work.is_done) continue;
      if (work.result.ref.empty()) {
        additions.push_back(&work);
      } else {
        new_phones_.carry_out(std::exchange(additions, {}));
        changed_phones_.carry_out(work);
      }
    }
    new_phones_.carry_out(additions);
  }

  void open(RowWork& work) {
    work.result = {.line = work.row.line,
                   .kind = RowResult::Kind::refused,
                   .ref = std::string(table_.cell(work.row, "ref")),
                   .sentences = {}};
    if (std::string error = table_.row_error(work.row); !error.empty()) {
      return work.refuse({{"", std::move(error)}});
    }
    auto damage = spreadsheet_damage(table_, work.row);
    if (!damage.empty()) work.refuse(std::move(damage));
  }

  void tell() {
    for (RowWork& work : std::exchange(rows_, {})) {
      if (!work.is_done) break;
      ++counts_.of(work.result.kind);
      work.result.cells = std::move(work.row.cells);
      import_.on_row(std::move(work.result));
    }
    rows_.reserve(rows_at_once);
  }

  const Import& import_;
  const Table& table_;
  NewPhones new_phones_;
  ChangedPhones changed_phones_;
  std::vector<RowWork> rows_;
  ImportCounts counts_;
};

}  // namespace

int& ImportCounts::of(RowResult::Kind kind) {
  switch (kind) {
    case RowResult::Kind::unchanged: return unchanged;
    case RowResult::Kind::registered: return registered;
    case RowResult::Kind::changed: return changed;
    case RowResult::Kind::refused: return refused;
    case RowResult::Kind::overtaken: break;
  }
  return overtaken;
}

ImportCounts check_rows(Services& services, const Table& table, const Import& import) {
  services.require_databases();
  return ImportStep(services, import, table, true).run();
}

ImportCounts carry_out_rows(Services& services, const Table& table, const Import& import) {
  services.require_databases();
  return ImportStep(services, import, table, false).run();
}

void import_table(Services& services, std::string_view text, const Import& import) {
  const Table table(text);
  if (import.dry_run) {
    check_rows(services, table, import);
  } else {
    carry_out_rows(services, table, import);
  }
}

}  // namespace spaconf

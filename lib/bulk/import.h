// Imports a CSV table: registers new phones and changes those that differ.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "bulk/table.h"
#include "registration/services.h"

namespace spaconf {

/// The result of one row of the table.
struct RowResult {
  enum class Kind {
    unchanged,
    registered,
    changed,
    refused,
    overtaken  ///< Skipped, because the phone may have changed since the export
  };
  int line;  ///< Of the file, from 1
  Kind kind;
  std::string ref;  ///< Empty when it has none
  /// The problems, each with its field; or what has changed.
  std::vector<std::string> sentences;
  /// Of a refused row: its problems, each with its column; "" for one of the whole row.
  std::vector<Problem> problems = {};
  /// The row itself, in the order of the table's columns.
  std::vector<std::string> cells = {};

  bool is_rejected() const { return kind == Kind::refused || kind == Kind::overtaken; }
};

/// The options of an import.
struct Import {
  std::string actor;
  bool dry_run = false;     ///< Of import_table(): checks the rows and changes nothing
  bool takes_over = false;  ///< Takes over accounts that spaconf did not create
  bool is_forced = false;   ///< Rows without a version may change phones, too
  /// Rows may have settings that decide where a phone gets its profile or firmware.
  bool may_set_provisioning = false;
  /// The batch of the new phones, which have one ticket together, by its request key; empty: each
  /// has a ticket of its own.
  std::optional<TicketBatch> ticket_batch = {};
  /// By reference: how many new versions of a phone an earlier part of the same import has caused.
  std::map<std::string, int> own_versions = {};
  /// Gets the other phones to which a row's change gave a new version, because they share an
  /// account with its phone; may be empty.
  std::function<void(const std::vector<std::string>& refs)> on_others = {};
  /// Gets the result of each row, in their order, a batch at a time: all of it is durable then.
  /// What it throws ends the import after that batch.
  std::function<void(RowResult&&)> on_row;
};

/// How many rows had which result.
struct ImportCounts {
  int unchanged = 0, registered = 0, changed = 0, refused = 0, overtaken = 0;

  int& of(RowResult::Kind kind);
  int rows() const { return unchanged + registered + changed + refused + overtaken; }
};

/// How many rows are worked on together: new phones in one transaction, with one wait for the disk.
constexpr std::size_t rows_at_once = 128;

/// The first step of an import: says what each row would come to, with all that the second step
/// checks, and changes nothing. Throws Unavailable.
ImportCounts check_rows(Services& services, const Table& table, const Import& import);

/// The second step: registers the phones of rows without a reference, and changes those of rows
/// with one to the rows' values. A refused row changes nothing, and the others are carried out. A
/// missing column and an empty password change nothing, but another device gets new passwords. A
/// row whose version is not the phone's, or is missing, changes nothing. Importing the same table
/// again, also after this process was killed, repeats nothing and does the rest. Throws
/// Unavailable: then the reported rows are done.
ImportCounts carry_out_rows(Services& services, const Table& table, const Import& import);

/// One of the two steps for a table's text, by `dry_run`. Throws csv::Malformed when the table as a
/// whole cannot be read, and like the steps.
void import_table(Services& services, std::string_view text, const Import& import);

}  // namespace spaconf

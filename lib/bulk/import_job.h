// Carries out a job of the kind "import": checks an uploaded table, and imports it piece by piece.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bulk/table_rows.h"
#include "bulk/unknown_columns.h"
#include "registration/services.h"
#include "store/job.h"

namespace spaconf {

/// The kind of these jobs, and their options: to take over accounts, and to create a ticket for
/// each phone instead of one for all.
constexpr std::string_view import_kind = "import";
constexpr std::string_view takes_over_option = "take_over";
constexpr std::string_view ticket_per_phone_option = "ticket_per_phone";
/// The option with the names of the table's columns, in their order, with commas between them.
constexpr std::string_view columns_option = "columns";

/// Makes the job of a user's table and gives its reference. A request that was sent before gives
/// the reference of its job. `title` is the file's name. A table with unknown columns waits for
/// their names, until name_columns().
std::string start_import(Store& store, Job job, const std::string& request_key,
                         const std::string& table);

/// The columns of a job that waits for their names.
std::vector<SeenColumn> columns_to_name(Store& store, const Job& job);
/// Has the job's table checked with these names of its columns; one that is left out is "-". False
/// when the job does not wait for them any more.
bool name_columns(Store& store, const Job& job, const std::vector<std::string>& names);

/// One import job.
class ImportJob {
 public:
  /// `may_set_provisioning`: its user may set what decides where a phone gets its profile.
  /// `keep_alive` is called after each row, and may throw to end a check. All outlive it.
  ImportJob(Services& services, const Job& job, bool may_set_provisioning,
            const std::function<void()>& keep_alive)
      : services_(services),
        job_(job),
        may_set_provisioning_(may_set_provisioning),
        keep_alive_(keep_alive) {}

  /// Finds out what would come of each row and stores it; changes nothing else. Throws
  /// csv::Malformed when the table as a whole cannot be read, and Unavailable.
  void check();
  /// Imports the first `count` rows that are still to be done, and stores what came of each. False
  /// when one of them was refused. Throws Unavailable; then the rest can be imported later.
  bool import_some(int count);

 private:
  void store_rows(const TableRows& table);
  bool import(const TableRows& table, bool dry_run);
  std::optional<TicketBatch> ticket_batch() const;
  void explain_unchanged(JobRow& row, const JobRow& before) const;

  Services& services_;
  const Job& job_;
  bool may_set_provisioning_;
  const std::function<void()>& keep_alive_;
};

}  // namespace spaconf

// Checks and imports the table of a job.
// The table is taken apart once, so that a piece of it can be imported whose rows have the lines of
// the file. What came of a row is stored after it was imported; a process that is killed between
// both has done a row whose result is missing. Then the row is imported again, which changes
// nothing, and `tried_to` tells that it may have been done by this job.
#include "bulk/import_job.h"

#include <algorithm>
#include <map>

#include "base/crypto.h"
#include "base/csv.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/columns.h"
#include "bulk/import.h"
#include "bulk/start_job.h"
#include "bulk/table_rows.h"
#include "store/batches.h"

namespace spaconf {
namespace {

RowVerdict verdict_of(RowResult::Kind kind) {
  switch (kind) {
    case RowResult::Kind::registered: return RowVerdict::registers;
    case RowResult::Kind::changed: return RowVerdict::changes;
    case RowResult::Kind::unchanged: return RowVerdict::unchanged;
    case RowResult::Kind::overtaken: return RowVerdict::overtaken;
    case RowResult::Kind::refused: break;
  }
  return RowVerdict::refused;
}

JobRow row_of(const RowResult& result) {
  return {.line = result.line,
          .ref = result.ref,
          .verdict = verdict_of(result.kind),
          .sentences = result.sentences};
}

}  // namespace

std::string start_import(Store& store, Job job, const std::string& request_key,
                         const std::string& table) {
  if (!columns_to_name(table).empty()) job.state = JobState::naming;
  return start_job(store, job, request_key,
                   [&](std::int64_t id) { store.job_rows.set_text(id, table); });
}

std::vector<SeenColumn> columns_to_name(Store& store, const Job& job) {
  return columns_to_name(store.job_rows.beginning_of_text(job.id));
}

bool name_columns(Store& store, const Job& job, const std::vector<std::string>& names) {
  Fields options = job.options;
  options.add(std::string(columns_option), joined(names, ","));
  return store.jobs.check_with(job, options);
}

void ImportJob::check() {
  Store& store = services_.store;
  // A job that was checked before has only the names of its columns left of the text.
  TableRows table{.head = store.job_rows.text(job_.id), .rows = {}};
  if (job_.total == 0) {
    table = table_rows(table.head, column_names(job_.options.text(columns_option)));
    store_rows(table);
  } else {
    store.job_rows.for_each(job_.id, false, [&](const JobRow& row) { table.rows.push_back(row); });
  }
  import(table, true);
}

/// Stores the rows of a new table. The whole text is needed until all of them are there.
void ImportJob::store_rows(const TableRows& table) {
  Store& store = services_.store;
  store.job_rows.remove_all(job_.id);
  for (std::size_t from = 0; from < table.rows.size(); from += batch_size) {
    const auto begin = table.rows.begin() + std::ptrdiff_t(from);
    const auto count = std::min(batch_size, table.rows.size() - from);
    store.job_rows.add(job_.id, {begin, begin + std::ptrdiff_t(count)});
    keep_alive_();
  }
  store.transact([&] {
    store.job_rows.set_text(job_.id, table.head);
    store.jobs.set_total(job_, static_cast<int>(table.rows.size()));
  });
}

bool ImportJob::import_some(int count) {
  Store& store = services_.store;
  TableRows table{.head = store.job_rows.text(job_.id),
                  .rows = store.job_rows.to_do(job_.id, count)};
  if (table.rows.empty()) return true;
  const int last = table.rows.back().line;
  if (last > job_.tried_to) store.jobs.set_tried_to(job_, last);
  return import(table, false);
}

/// False when a row was refused.
bool ImportJob::import(const TableRows& table, bool dry_run) {
  Store& store = services_.store;
  std::map<int, const JobRow*> before;
  std::map<std::string, int> own_versions;
  if (!dry_run) {
    for (const JobRow& row : table.rows) {
      before[row.line] = &row;
      if (row.version > 0) own_versions[row.ref] = row.version;
    }
  }
  bool is_good = true;
  std::vector<JobRow> results;
  const auto store_results = [&] {
    store.job_rows.set(job_.id, results);
    results.clear();
  };
  const auto take = [&](const RowResult& result) {
    JobRow row = row_of(result);
    row.is_done = !dry_run;
    if (const auto found = before.find(row.line); found != before.end()) {
      explain_unchanged(row, *found->second);
    }
    is_good = is_good && !is_bad(row.verdict);
    results.push_back(std::move(row));
    if (results.size() == batch_size) store_results();
    keep_alive_();
  };
  const std::string text = table_of(table.head, table.rows);
  try {
    import_table(
        services_, text,
        {.actor = job_.actor,
         .dry_run = dry_run,
         .takes_over = job_.options.has(takes_over_option),
         .may_set_provisioning = may_set_provisioning_,
         .ticket_batch = ticket_batch(),
         .own_versions = std::move(own_versions),
         .on_others = [&](const auto& refs) { store.job_rows.count_own_versions(job_.id, refs); },
         .on_row = take});
  } catch (...) {
    // The reported rows are done.
    store_results();
    throw;
  }
  store_results();
  return is_good;
}

std::optional<TicketBatch> ImportJob::ticket_batch() const {
  if (job_.options.has(ticket_per_phone_option)) return {};
  return TicketBatch{.title = job_.title,
                     .actor = job_.actor,
                     .login = job_.actor,
                     .request_key = sha256_hex("job " + job_.ref)};
}

/// A row that was to be done and was found done already.
void ImportJob::explain_unchanged(JobRow& row, const JobRow& before) const {
  if (row.verdict != RowVerdict::unchanged) return;
  if (row.line <= job_.tried_to) {
    // A worker that was killed had done it.
    row.verdict = before.verdict;
    row.sentences = before.sentences;
  } else {
    row.sentences = {_("Someone else has done this in the meantime.")};
  }
}

}  // namespace spaconf

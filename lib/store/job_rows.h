// The tables of a job's rows: an uploaded table, and what came of each row.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/job.h"
#include "store/text_seal.h"

namespace spaconf {

/// The rows of jobs. Texts of users are sealed, because a table may hold passwords.
class JobRows {
 public:
  JobRows(sql::Connection& database, const SealKeys& keys) : database_(database), seal_(keys) {}

  /// Stores a text beside the job, in the place of the one there.
  void set_text(std::int64_t job, const std::string& text);
  /// Empty when there is none. Throws UnreadableText.
  std::string text(std::int64_t job);
  /// Its first 512 KB, or less when it is shorter. Throws UnreadableText.
  std::string beginning_of_text(std::int64_t job);

  /// Adds rows with their texts; those that are there stay.
  void add(std::int64_t job, const std::vector<JobRow>& rows);
  /// Stores verdicts, references and sentences of rows that are not done yet.
  void set(std::int64_t job, const std::vector<JobRow>& rows);
  /// The phones with these references, as far as they are still to be done, got a new version from
  /// the job itself.
  void count_own_versions(std::int64_t job, const std::vector<std::string>& refs);
  void remove_all(std::int64_t job);
  /// Deletes the texts of good rows, which are not needed any more, and the job's text unless bad
  /// rows need it for the names of their columns.
  void forget_texts(std::int64_t job);

  JobCounts counts(std::int64_t job);
  /// A page of rows without their texts, the bad ones first.
  std::vector<JobRow> page(std::int64_t job, int count, int skipped);
  /// The first rows that are still to be done, in their order, with their texts.
  std::vector<JobRow> to_do(std::int64_t job, int count);
  /// Calls `visit` with each row, or each bad row, in their order, with its text. Throws
  /// UnreadableText.
  void for_each(std::int64_t job, bool only_bad, const std::function<void(const JobRow&)>& visit);

 private:
  std::string piece_of_text(std::int64_t job, std::int64_t piece);
  JobRow with_text(std::int64_t job, const sql::Row& row) const;

  sql::Connection& database_;
  TextSeal seal_;
};

}  // namespace spaconf

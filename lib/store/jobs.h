// The table of jobs: add, find, lease, confirm, cancel, end.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/job.h"

namespace spaconf {

/// The table of jobs. A transaction that changes a job locks only rows of it and of its own tables.
class Jobs {
 public:
  explicit Jobs(sql::Connection& database) : database_(database) {}

  /// Adds a job by its ref, kind, actor, title, options and total, and gives its number. It is to
  /// be checked, or begins as checked when its rows need no check. Throws
  /// sql::Duplicate("job_request") when this user's request made one already.
  std::int64_t add(const Job& job, const std::string& request_key);
  /// The job that this request made; empty when it made none.
  std::string ref_of(const std::string& actor, const std::string& request_key);
  std::optional<Job> find(const std::string& ref);
  /// The latest of this user; of all users when `actor` is empty.
  std::vector<Job> latest(const std::string& actor, int count);
  /// This user's that are not at their end, the latest first.
  std::vector<Job> open(const std::string& actor, int count);

  /// The user wants it carried out: of `planned` rows, after another check when all rows have to be
  /// good. False when it does not wait for that.
  bool confirm(const Job& job, JobMode mode, int planned);
  /// Has the job checked with these options, now that its columns have names. False when it does
  /// not wait for names any more.
  bool check_with(const Job& job, const Fields& options);
  /// False when it is at its end already.
  bool cancel(const Job& job);

  /// What a worker may go on with, what has waited longest first.
  std::vector<Job> due(int count);
  /// Makes the job ours for so long. False when another worker has it or it has changed its state.
  bool lease(const Job& job, const std::string& owner, std::chrono::seconds time);
  /// Makes it ours for longer. False when it is not ours any more or has changed its state.
  bool renew(const Job& job, const std::string& owner, std::chrono::seconds time);
  /// Gives it back, to be gone on with after so long. `reason` is what it waits for.
  void give_back(const Job& job, const std::string& owner, std::chrono::seconds pause = {},
                 const std::string& reason = "");
  void set_total(const Job& job, int total);
  void set_tried_to(const Job& job, int line);
  /// From now on it is in another state. False when it is not ours any more or has changed its
  /// state.
  bool go_on(const Job& job, const std::string& owner, JobState state,
             const std::string& reason = "");

  /// Deletes jobs that were made longer ago than this and are not running, with their tables, some
  /// rows at a time, and returns how many jobs.
  std::uint64_t purge(std::chrono::days age);

 private:
  std::vector<Job> found(const std::string& condition, const std::vector<sql::Value>& values);

  sql::Connection& database_;
};

}  // namespace spaconf

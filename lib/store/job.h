// A job: work on many phones that the worker carries out for a user.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"

namespace spaconf {

/// The width of a job's title, in characters.
constexpr std::size_t longest_title = 255;

/// How far a job has come. `checking`: its rows are being checked; `naming`: its table has unknown
/// columns, and it waits for the user to name them; `checked`: it waits for the user's
/// confirmation; `stopped`: it cannot be carried out, or not any further. The last three are its
/// ends.
enum class JobState { checking, naming, checked, running, done, stopped, cancelled };
constexpr std::string_view job_states[] = {"checking", "naming",  "checked",  "running",
                                           "done",     "stopped", "cancelled"};
/// What the user wants of bad rows: none may be bad, or they are skipped.
enum class JobMode { undecided, all, skip };
constexpr std::string_view job_modes[] = {"undecided", "all", "skip"};

constexpr std::string_view name(JobState state) { return job_states[int(state)]; }
constexpr std::string_view name(JobMode mode) { return job_modes[int(mode)]; }

/// A job as its table has it.
struct Job {
  std::int64_t id = 0;
  std::string ref = {};    ///< Ten letters and digits: how people and pages name it
  std::string kind = {};   ///< "import"
  std::string actor = {};  ///< The user who started it
  std::string title = {};  ///< What it is about, for people: a file's name
  Fields options = {};     ///< Of its kind; no value has a line end
  JobState state = JobState::checking;
  JobMode mode = JobMode::undecided;
  int total = 0;             ///< Its rows; 0 until they are counted
  int planned = 0;           ///< The rows that the user confirmed
  int tried_to = 0;          ///< The last line that was tried
  std::string reason = {};   ///< Why it stopped, or what it waits for; may be empty
  bool is_leased = false;    ///< A worker is at it
  int tries = 0;             ///< How often workers have ended while they were at it
  std::string created = {};  ///< UTC, "2026-11-23 10:33:07"; those below are empty until then
  std::string confirmed = {}, finished = {};

  /// Is there still something to be done for it, by the worker or by the user?
  bool is_open() const { return state <= JobState::running; }
};

/// What is found out about a row, or came of it.
enum class RowVerdict { unchecked, registers, changes, unchanged, refused, overtaken };
constexpr std::string_view row_verdicts[] = {"unchecked", "registers", "changes",
                                             "unchanged", "refused",   "overtaken"};
constexpr std::string_view name(RowVerdict verdict) { return row_verdicts[int(verdict)]; }
/// Is nothing done for such a row?
constexpr bool is_bad(RowVerdict verdict) {
  return verdict == RowVerdict::refused || verdict == RowVerdict::overtaken;
}

/// One row of a job, which concerns one phone.
struct JobRow {
  int line = 0;          ///< Of the file, or its number, from 1
  std::string ref = {};  ///< Of the phone; empty when it has none
  int version = 0;       ///< The phone's when the job was made; 0 for a table's row
  RowVerdict verdict = RowVerdict::unchecked;
  bool is_done = false;  ///< The verdict is what came of it
  std::vector<std::string> sentences = {};
  std::string text = {};  ///< A table's row as CSV, if it was asked for
};

/// How many rows of a job have which verdict.
struct JobCounts {
  int unchecked = 0;
  int to_register = 0, to_change = 0;  ///< Still to be done
  int registered = 0, changed = 0;     ///< Done
  int unchanged = 0, refused = 0, overtaken = 0;

  int to_do() const { return to_register + to_change; }
  int done() const { return registered + changed; }
  int bad() const { return refused + overtaken; }
  int all() const { return unchecked + to_do() + done() + unchanged + bad(); }
};

}  // namespace spaconf

// SQL for jobs. A state changes only from the one that its caller has seen.
#include "store/jobs.h"

#include "base/text.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

/// How many rows of a job a purge deletes in one statement, and how many jobs at a time.
constexpr int most_rows = 5000, most_jobs = 20;
/// A job is not at its end in these.
constexpr char open_states[] = "('checking', 'naming', 'checked', 'running')";

std::string shown(const std::string& time) {
  return ", DATE_FORMAT(" + time + ", '%Y-%m-%d %H:%i:%s')";
}

std::string text_of(const Fields& options) {
  std::string text;
  for (const auto& [name, value] : options.all()) text += name + " " + value + "\n";
  return text;
}

Fields options_in(const std::string& text) {
  Fields options;
  for (const std::string& line : split(text, '\n')) {
    const auto blank = line.find(' ');
    if (blank != line.npos) options.add(line.substr(0, blank), line.substr(blank + 1));
  }
  return options;
}

Job job_of(const sql::Row& row) {
  return {.id = row.number(0),
          .ref = row.text(1),
          .kind = row.text(2),
          .actor = row.text(3),
          .title = row.text(4),
          .options = options_in(row.text(5)),
          .state = JobState(place_of(row.text(6), job_states)),
          .mode = JobMode(place_of(row.text(7), job_modes)),
          .total = static_cast<int>(row.number(8)),
          .planned = static_cast<int>(row.number(9)),
          .tried_to = static_cast<int>(row.number(10)),
          .reason = row.text(11),
          .is_leased = row.number(12) != 0,
          .tries = static_cast<int>(row.number(13)),
          .created = row.text(14),
          .confirmed = row.text(15),
          .finished = row.text(16)};
}

std::int64_t microseconds(std::chrono::seconds time) {
  return std::chrono::microseconds(time).count();
}

std::string text(std::string_view name) { return std::string(name); }

}  // namespace

std::int64_t Jobs::add(const Job& job, const std::string& request_key) {
  database_.change(
      "INSERT INTO job (ref, kind, actor, request_key, title, options, state, total, not_before,"
      " created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))",
      {job.ref, job.kind, job.actor, request_key, job.title, text_of(job.options),
       text(name(job.state)), job.total});
  return static_cast<std::int64_t>(database_.last_id());
}

std::string Jobs::ref_of(const std::string& actor, const std::string& request_key) {
  const auto rows = database_.query("SELECT ref FROM job WHERE request_key = ? AND actor = ?",
                                    {request_key, actor});
  return rows.empty() ? "" : rows[0].text(0);
}

std::vector<Job> Jobs::found(const std::string& condition, const std::vector<sql::Value>& values) {
  std::vector<Job> jobs;
  for (const auto& row : database_.query(
           "SELECT id, ref, kind, actor, title, options, state, mode, total, planned, tried_to,"
           " reason, COALESCE(lease_until > UTC_TIMESTAMP(3), FALSE), tries" +
               shown("created") + shown("confirmed") + shown("finished") + " FROM job " + condition,
           values)) {
    jobs.push_back(job_of(row));
  }
  return jobs;
}

std::optional<Job> Jobs::find(const std::string& ref) {
  auto jobs = found("WHERE ref = ?", {ref});
  if (jobs.empty()) return {};
  return std::move(jobs.front());
}

std::vector<Job> Jobs::latest(const std::string& actor, int count) {
  if (actor.empty()) return found("ORDER BY id DESC LIMIT ?", {count});
  return found("WHERE actor = ? ORDER BY id DESC LIMIT ?", {actor, count});
}

std::vector<Job> Jobs::open(const std::string& actor, int count) {
  return found(
      std::string("WHERE actor = ? AND state IN ") + open_states + " ORDER BY id DESC LIMIT ?",
      {actor, count});
}

bool Jobs::confirm(const Job& job, JobMode mode, int planned) {
  // What was good may be bad by now, so another check comes before anything is done.
  const JobState next = mode == JobMode::all ? JobState::checking : JobState::running;
  return database_.change(
             "UPDATE job SET state = ?, mode = ?, planned = ?, confirmed = UTC_TIMESTAMP(3),"
             " not_before = UTC_TIMESTAMP(3) WHERE id = ? AND state = 'checked'",
             {text(name(next)), text(name(mode)), planned, job.id}) > 0;
}

bool Jobs::check_with(const Job& job, const Fields& options) {
  return database_.change(
             "UPDATE job SET state = 'checking', options = ?, not_before = UTC_TIMESTAMP(3)"
             " WHERE id = ? AND state = 'naming'",
             {text_of(options), job.id}) > 0;
}

bool Jobs::cancel(const Job& job) {
  return database_.change(std::string("UPDATE job SET state = 'cancelled', reason = '',"
                                      " finished = UTC_TIMESTAMP(3) WHERE id = ? AND state IN ") +
                              open_states,
                          {job.id}) > 0;
}

std::vector<Job> Jobs::due(int count) {
  return found(
      "WHERE state IN ('checking', 'running') AND not_before <= UTC_TIMESTAMP(3)"
      " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))"
      " ORDER BY not_before, id LIMIT ?",
      {count});
}

bool Jobs::lease(const Job& job, const std::string& owner, std::chrono::seconds time) {
  return database_.change(
             "UPDATE job SET lease_owner = ?, lease_until = UTC_TIMESTAMP(3) + INTERVAL ? "
             "MICROSECOND, tries = tries + 1 WHERE id = ? AND state = ?"
             " AND (lease_until IS NULL OR lease_until <= UTC_TIMESTAMP(3))",
             {owner, microseconds(time), job.id, text(name(job.state))}) > 0;
}

bool Jobs::renew(const Job& job, const std::string& owner, std::chrono::seconds time) {
  return database_.change(
             "UPDATE job SET lease_until = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND"
             " WHERE id = ? AND state = ? AND lease_owner = ?",
             {microseconds(time), job.id, text(name(job.state)), owner}) > 0;
}

void Jobs::give_back(const Job& job, const std::string& owner, std::chrono::seconds pause,
                     const std::string& reason) {
  // What happened to it last keeps its reason.
  database_.change(std::string("UPDATE job SET lease_owner = NULL, lease_until = NULL, tries = 0,"
                               " not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND,"
                               " reason = IF(state IN ") +
                       open_states + ", ?, reason) WHERE id = ? AND lease_owner = ?",
                   {microseconds(pause), truncate_reason(reason), job.id, owner});
}

void Jobs::set_total(const Job& job, int total) {
  database_.change("UPDATE job SET total = ? WHERE id = ?", {total, job.id});
}

void Jobs::set_tried_to(const Job& job, int line) {
  database_.change("UPDATE job SET tried_to = ? WHERE id = ?", {line, job.id});
}

bool Jobs::go_on(const Job& job, const std::string& owner, JobState state,
                 const std::string& reason) {
  const bool is_end = state > JobState::running;
  return database_.change(
             "UPDATE job SET state = ?, reason = ?, finished = IF(?, UTC_TIMESTAMP(3), NULL)"
             " WHERE id = ? AND state = ? AND lease_owner = ?",
             {text(name(state)), truncate_reason(reason), is_end ? 1 : 0, job.id,
              text(name(job.state)), owner}) > 0;
}

std::uint64_t Jobs::purge(std::chrono::days age) {
  std::uint64_t count = 0;
  // One that was never confirmed cannot be confirmed while its rows are deleted.
  database_.change(
      "UPDATE job SET state = 'cancelled', finished = UTC_TIMESTAMP(3)"
      " WHERE state IN ('naming', 'checked') AND created < UTC_TIMESTAMP(3) - INTERVAL ? DAY",
      {age.count()});
  for (const auto& row :
       database_.query("SELECT id FROM job WHERE state IN ('done', 'stopped', 'cancelled')"
                       " AND created < UTC_TIMESTAMP(3) - INTERVAL ? DAY ORDER BY created LIMIT ?",
                       {age.count(), most_jobs})) {
    const std::int64_t id = row.number(0);
    database_.change("DELETE FROM job_text WHERE job_id = ?", {id});
    const auto rows =
        database_.change("DELETE FROM job_row WHERE job_id = ? LIMIT ?", {id, most_rows});
    if (rows == most_rows) break;
    count += database_.change("DELETE FROM job WHERE id = ?", {id});
  }
  return count;
}

}  // namespace spaconf

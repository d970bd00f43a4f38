// SQL for the rows of jobs.
#include "store/job_rows.h"

#include <algorithm>

#include "base/text.h"
#include "store/batches.h"
#include "store/column_values.h"

namespace spaconf {
namespace {

/// The size of one piece of a text: far below what a server takes in one statement.
constexpr std::size_t largest_piece = 512 << 10;
/// How many rows for_each() reads at a time.
constexpr int batch = 500;
/// How many texts one statement deletes.
constexpr int most_forgotten = 2000;
/// The width of the column for references.
constexpr std::size_t longest_ref = 10;

constexpr char columns[] = "SELECT line, ref, version, verdict, is_done, sentences";

std::string place_of_text(std::int64_t job, std::int64_t piece) {
  return "job " + std::to_string(job) + ", piece " + std::to_string(piece);
}

std::string place_of_row(std::int64_t job, int line) {
  return "job " + std::to_string(job) + ", line " + std::to_string(line);
}

/// What a table has in its column for references may be anything.
std::string stored_ref(const std::string& ref) {
  return ref.size() <= longest_ref && is_ascii(ref) ? ref : "";
}

JobRow row_of(const sql::Row& row) {
  JobRow found{.line = static_cast<int>(row.number(0)),
               .ref = row.text(1),
               .version = static_cast<int>(row.number(2)),
               .verdict = RowVerdict(place_of(row.text(3), row_verdicts)),
               .is_done = row.number(4) != 0,
               .sentences = {}};
  if (const std::string sentences = row.text(5); !sentences.empty()) {
    found.sentences = split(sentences, '\n');
  }
  return found;
}

}  // namespace

void JobRows::set_text(std::int64_t job, const std::string& text) {
  database_.change("DELETE FROM job_text WHERE job_id = ?", {job});
  std::int64_t piece = 0;
  for (std::size_t at = 0; at < text.size(); at += largest_piece, ++piece) {
    database_.change(
        "INSERT INTO job_text (job_id, piece, sealed) VALUES (?, ?, ?)",
        {job, piece, seal_.sealed(text.substr(at, largest_piece), place_of_text(job, piece))});
  }
}

std::string JobRows::text(std::int64_t job) {
  std::string text;
  for (std::int64_t piece = 0;; ++piece) {
    // One at a time, since the whole may be large.
    const std::string next = piece_of_text(job, piece);
    if (next.empty()) return text;
    text += next;
  }
}

std::string JobRows::beginning_of_text(std::int64_t job) { return piece_of_text(job, 0); }

/// Empty when there is none.
std::string JobRows::piece_of_text(std::int64_t job, std::int64_t piece) {
  const auto rows =
      database_.query("SELECT sealed FROM job_text WHERE job_id = ? AND piece = ?", {job, piece});
  return rows.empty() ? "" : seal_.opened(rows[0].text(0), place_of_text(job, piece));
}

void JobRows::add(std::int64_t job, const std::vector<JobRow>& rows) {
  std::vector<sql::Value> values;
  std::size_t count = 0, size = 0;
  const auto insert = [&] {
    if (count == 0) return;
    database_.change(
        "INSERT INTO job_row (job_id, line, ref, version, verdict, sentences, sealed) VALUES " +
            placeholders(count, "(?, ?, ?, ?, ?, ?, ?)") + " ON DUPLICATE KEY UPDATE line = line",
        values);
    values.clear();
    count = size = 0;
  };
  for (const JobRow& row : rows) {
    const std::string place = place_of_row(job, row.line);
    values.insert(values.end(),
                  {job, row.line, stored_ref(row.ref), row.version, std::string(name(row.verdict)),
                   truncate_text(joined(row.sentences, "\n")),
                   row.text.empty() ? "" : seal_.sealed(row.text, place)});
    size += row.text.size();
    if (++count == batch_size || size > largest_piece) insert();
  }
  insert();
}

void JobRows::set(std::int64_t job, const std::vector<JobRow>& rows) {
  for (std::size_t from = 0; from < rows.size(); from += batch_size) {
    const std::size_t count = std::min(batch_size, rows.size() - from);
    std::vector<sql::Value> values;
    for (std::size_t i = from; i < from + count; ++i) {
      const JobRow& row = rows[i];
      values.insert(values.end(),
                    {job, row.line, stored_ref(row.ref), std::string(name(row.verdict)),
                     row.is_done ? 1 : 0, truncate_text(joined(row.sentences, "\n"))});
    }
    // The columns are set in this order, and what is done stays as it was found out first.
    database_.change(
        "INSERT INTO job_row (job_id, line, ref, version, verdict, is_done, sentences, sealed)"
        " VALUES " +
            placeholders(count, "(?, ?, ?, 0, ?, ?, ?, '')") +
            " ON DUPLICATE KEY UPDATE ref = IF(is_done, ref, VALUES(ref)),"
            " verdict = IF(is_done, verdict, VALUES(verdict)),"
            " sentences = IF(is_done, sentences, VALUES(sentences)),"
            " is_done = is_done OR VALUES(is_done)",
        values);
  }
}

void JobRows::count_own_versions(std::int64_t job, const std::vector<std::string>& refs) {
  if (refs.empty()) return;
  std::vector<sql::Value> values{job};
  values.insert(values.end(), refs.begin(), refs.end());
  database_.change(
      "UPDATE job_row SET version = version + 1 WHERE job_id = ? AND is_done = FALSE AND ref IN (" +
          placeholders(refs.size()) + ")",
      values);
}

void JobRows::remove_all(std::int64_t job) {
  database_.change("DELETE FROM job_row WHERE job_id = ?", {job});
}

void JobRows::forget_texts(std::int64_t job) {
  const char* const forget =
      "UPDATE job_row SET sealed = '' WHERE job_id = ? AND is_good AND sealed <> '' LIMIT ?";
  while (database_.change(forget, {job, most_forgotten}) == most_forgotten) {
  }
  database_.change(
      "DELETE FROM job_text WHERE job_id = ? AND NOT EXISTS"
      " (SELECT 1 FROM job_row WHERE job_row.job_id = job_text.job_id AND NOT is_good)",
      {job});
}

JobCounts JobRows::counts(std::int64_t job) {
  JobCounts counts;
  for (const auto& row : database_.query(
           "SELECT verdict, is_done, COUNT(*) FROM job_row WHERE job_id = ? GROUP BY 1, 2",
           {job})) {
    const bool is_done = row.number(1) != 0;
    const int number = static_cast<int>(row.number(2));
    switch (RowVerdict(place_of(row.text(0), row_verdicts))) {
      case RowVerdict::unchecked: counts.unchecked += number; break;
      case RowVerdict::registers:
        (is_done ? counts.registered : counts.to_register) += number;
        break;
      case RowVerdict::changes: (is_done ? counts.changed : counts.to_change) += number; break;
      case RowVerdict::unchanged: counts.unchanged += number; break;
      case RowVerdict::refused: counts.refused += number; break;
      case RowVerdict::overtaken: counts.overtaken += number; break;
    }
  }
  return counts;
}

std::vector<JobRow> JobRows::page(std::int64_t job, int count, int skipped) {
  std::vector<JobRow> rows;
  for (const auto& row :
       database_.query(std::string(columns) +
                           " FROM job_row WHERE job_id = ? ORDER BY is_good, line LIMIT ? OFFSET ?",
                       {job, count, skipped})) {
    rows.push_back(row_of(row));
  }
  return rows;
}

std::vector<JobRow> JobRows::to_do(std::int64_t job, int count) {
  std::vector<JobRow> rows;
  for (const auto& row : database_.query(
           std::string(columns) + ", sealed FROM job_row WHERE job_id = ? AND is_done = FALSE"
                                  " AND verdict IN ('registers', 'changes') ORDER BY line LIMIT ?",
           {job, count})) {
    rows.push_back(with_text(job, row));
  }
  return rows;
}

void JobRows::for_each(std::int64_t job, bool only_bad,
                       const std::function<void(const JobRow&)>& visit) {
  for (int last = 0;;) {
    const auto rows = database_.query(
        std::string(columns) + ", sealed FROM job_row WHERE job_id = ?" +
            (only_bad ? " AND is_good = FALSE" : "") + " AND line > ? ORDER BY line LIMIT ?",
        {job, last, batch});
    if (rows.empty()) return;
    for (const auto& row : rows) visit(with_text(job, row));
    last = static_cast<int>(rows.back().number(0));
  }
}

JobRow JobRows::with_text(std::int64_t job, const sql::Row& row) const {
  JobRow found = row_of(row);
  const std::string sealed = row.text(6);
  if (!sealed.empty()) found.text = seal_.opened(sealed, place_of_row(job, found.line));
  return found;
}

}  // namespace spaconf

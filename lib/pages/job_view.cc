// Holds the labels of job states and row verdicts.
#include "pages/job_view.h"

#include <algorithm>

#include "base/number.h"
#include "bulk/bulk_actions.h"
#include "bulk/export.h"

namespace spaconf {
namespace {

constexpr struct {
  JobState state;
  std::string_view label;
} states[] = {
    {JobState::checking, "being checked"},
    {JobState::naming, "waiting for the names of its columns"},
    {JobState::checked, "waiting for confirmation"},
    {JobState::running, "running"},
    {JobState::done, "done"},
    {JobState::stopped, "stopped"},
    {JobState::cancelled, "cancelled"}};

constexpr struct {
  RowVerdict verdict;
  std::string_view before, after;  ///< It was carried out
} verdicts[] = {{RowVerdict::unchecked, "not checked yet", "not checked"},
                {RowVerdict::registers, "would be registered", "registered"},
                {RowVerdict::changes, "would be changed", "changed"},
                {RowVerdict::unchanged, "unchanged", "unchanged"},
                {RowVerdict::refused, "refused", "refused"},
                {RowVerdict::overtaken, "changed meanwhile", "changed meanwhile"}};

}  // namespace

std::string title_of(const Job& job) {
  const BulkAction* action = find_bulk_action(job.kind);
  return action ? std::string(action->title) + ": " + job.title : "Import of " + job.title;
}

std::string_view label_of(JobState state) {
  return std::ranges::find(states, state, [](const auto& row) { return row.state; })->label;
}

std::string counted(const Job& job, int count) {
  return counted(count, find_bulk_action(job.kind) ? "phone" : "row");
}

std::string verb_of(const Job& job, const JobCounts& counts) {
  const BulkAction* action = find_bulk_action(job.kind);
  const std::string number = counted(job, counts.to_do());
  return action ? std::string(action->title) + ": " + number : "Import " + number;
}

bool types_number(const Job& job) {
  const BulkAction* action = find_bulk_action(job.kind);
  return action && action->types_number;
}

std::string_view label_of(const JobRow& row) {
  const auto found =
      std::ranges::find(verdicts, row.verdict, [](const auto& each) { return each.verdict; });
  return row.is_done ? found->after : found->before;
}

std::string field_of(const std::string& sentence) {
  const std::string field = sentence.substr(0, sentence.find(": "));
  if (field.size() == sentence.size()) return "";
  const bool is_password = field.starts_with("line") && field.ends_with("_password");
  const bool is_column = std::ranges::count(export_columns(), field) > 0 || field == "permission";
  return is_column || is_password ? field : "";
}

}  // namespace spaconf

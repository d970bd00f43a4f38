// Holds the labels of job states and row verdicts.
#include "pages/job_view.h"

#include <algorithm>

#include "base/translation.h"
#include "bulk/bulk_actions.h"
#include "bulk/export.h"

namespace spaconf {
namespace {

constexpr struct {
  JobState state;
  std::string_view label;
} states[] = {{JobState::checking, N_("being checked")},
              {JobState::naming, N_("waiting for the names of its columns")},
              {JobState::checked, N_("waiting for confirmation")},
              {JobState::running, N_("running")},
              {JobState::done, N_("done")},
              {JobState::stopped, N_("stopped")},
              {JobState::cancelled, N_("cancelled")}};

constexpr struct {
  RowVerdict verdict;
  std::string_view before, after;  ///< It was carried out
} verdicts[] = {{RowVerdict::unchecked, N_("not checked yet"), N_("not checked")},
                {RowVerdict::registers, N_("would be registered"), N_("registered")},
                {RowVerdict::changes, N_("would be changed"), N_("changed")},
                {RowVerdict::unchanged, N_("unchanged"), N_("unchanged")},
                {RowVerdict::refused, N_("refused"), N_("refused")},
                {RowVerdict::overtaken, N_("changed meanwhile"), N_("changed meanwhile")}};

}  // namespace

std::string title_of(const Job& job) {
  const BulkAction* action = find_bulk_action(job.kind);
  if (!action) return sentence(_("Import of {file}"), {{"file", _(job.title)}});
  return sentence(_("{action}: {title}"), {{"action", _(action->title)}, {"title", job.title}});
}

std::string label_of(JobState state) {
  return _(std::ranges::find(states, state, [](const auto& row) { return row.state; })->label);
}

bool is_import(const Job& job) { return !find_bulk_action(job.kind); }

std::string counted(const Job& job, int count) {
  return is_import(job) ? counted("{count} row", "{count} rows", count)
                        : counted("{count} phone", "{count} phones", count);
}

std::string verb_of(const Job& job, const JobCounts& counts) {
  const BulkAction* action = find_bulk_action(job.kind);
  if (!action) return counted("Import {count} row", "Import {count} rows", counts.to_do());
  return sentence(_("{action}: {title}"),
                  {{"action", _(action->title)}, {"title", counted(job, counts.to_do())}});
}

bool types_number(const Job& job) {
  const BulkAction* action = find_bulk_action(job.kind);
  return action && action->types_number;
}

std::string label_of(const JobRow& row) {
  const auto found =
      std::ranges::find(verdicts, row.verdict, [](const auto& each) { return each.verdict; });
  return _(row.is_done ? found->after : found->before);
}

std::string field_of(const std::string& sentence) {
  const std::string field = sentence.substr(0, sentence.find(": "));
  if (field.size() == sentence.size()) return "";
  const bool is_password = field.starts_with("line") && field.ends_with("_password");
  const bool is_column = std::ranges::count(export_columns(), field) > 0 || field == "permission";
  return is_column || is_password ? field : "";
}

}  // namespace spaconf

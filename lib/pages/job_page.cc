// GET /jobs/*: the page of a job is the same before, during and after it is carried out.
#include "pages/job_page.h"

#include <algorithm>

#include "base/number.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/rejected_rows.h"
#include "bulk/start_job.h"
#include "bulk/table_rows.h"
#include "pages/form_guard.h"
#include "pages/job_columns_part.h"
#include "pages/job_view.h"
#include "pages/time_element.h"
#include "web/fields.h"

namespace spaconf {
namespace {

constexpr int rows_per_page = 50;
constexpr int most_pages = 100'000;

/// "abcdefghjk" of "/jobs/abcdefghjk/rejected.csv".
std::string ref_in(const web::Request& request) { return split(request.path, '/').at(2); }

void fill_bar(Values& progress, int done, int all) {
  Values known = progress.add("KNOWN");
  known.set("VALUE", done);
  known.set("MOST", all);
}

/// "3 of 12 rows done". `message` has the places {done} and {all}.
std::string progress_in_words(const char* message, int done, const Job& job, int all) {
  return sentence(_(message), {{"done", done}, {"all", counted(job, all)}});
}

void fill_progress(Values& values, const Job& job, const JobCounts& counts) {
  Values progress = values.add("PROGRESS");
  if (job.state == JobState::running) {
    const int done = job.planned - counts.to_do();
    progress.set("WHAT", _("You can leave this page; the job goes on."));
    fill_bar(progress, done, job.planned);
    values.show_if("TEXT", progress_in_words(N_("{done} of {all} done"), done, job, job.planned));
  } else if (job.mode != JobMode::undecided) {
    progress.set("WHAT", _("Everything is checked once more before the job begins."));
  } else {
    progress.set("WHAT", _("You can leave this page. Nothing is changed yet."));
    if (job.total == 0) return;
    const int checked = counts.all() - counts.unchecked;
    fill_bar(progress, checked, job.total);
    values.show_if("TEXT",
                   progress_in_words(N_("{done} of {all} checked"), checked, job, job.total));
  }
}

void fill_counts(Values& values, const JobCounts& counts) {
  const struct {
    int count;
    const char* label;
    bool is_bad = false;
  } table[] = {{counts.to_register, N_("would be registered")},
               {counts.to_change, N_("would be changed")},
               {counts.registered, N_("registered")},
               {counts.changed, N_("changed")},
               {counts.unchanged, N_("unchanged")},
               {counts.refused, N_("refused"), true},
               {counts.overtaken, N_("changed meanwhile"), true}};
  for (const auto& each : table) {
    if (each.count == 0) continue;
    Values item = values.add("COUNT");
    item.set("NUMBER", each.count);
    item.set("LABEL", _(each.label));
    if (each.is_bad) item.show("IS_BAD");
  }
}

void fill_confirmation(Values& values, const Site& site, const web::Request& request,
                       const Job& job, const JobCounts& counts) {
  Values form = values.add("CONFIRM");
  form.set("REF", job.ref);
  form.set("BASE", site.base_path);
  form.set("PLANNED", counts.to_do());
  form.set("VERB", verb_of(job, counts));
  if (types_number(job)) form.show("TYPES_NUMBER");
  if (counts.bad() > 0) {
    form.add("HAS_BAD").set("BAD", counted(job, counts.bad()));
  } else {
    form.show("ALL_GOOD");
  }
  give_form_token(form, site, request.user, job_action("confirm", job.ref));
}

void fill_cancel(Values& values, const Site& site, const web::Request& request, const Job& job) {
  Values form = values.add("CANCEL");
  form.set("REF", job.ref);
  form.set("BASE", site.base_path);
  if (job.state == JobState::running) form.show("IS_RUNNING");
  give_form_token(form, site, request.user, job_action("cancel", job.ref));
}

void fill_row(Values row, const JobRow& found, const Language& language) {
  row.set("LANGUAGE", language.code);
  row.set("LINE", found.line);
  row.set("VERDICT", name(found.verdict));
  row.set("LABEL", label_of(found));
  row.set("STATE", is_bad(found.verdict) ? "parked" : found.is_done ? "registered" : "pending");
  row.show_if("REF", found.ref);
  for (const std::string& sentence : found.sentences) {
    Values said = row.add("SAID");
    const std::string field = field_of(sentence);
    said.show_if("FIELD", field);
    said.set("SENTENCE", field.empty() ? sentence : sentence.substr(field.size() + 2));
  }
}

void fill_rows(Values& values, Site& site, const Job& job, int all, int page) {
  const auto found =
      site.services.store.job_rows.page(job.id, rows_per_page, (page - 1) * rows_per_page);
  if (found.empty()) return;
  Values table = values.add("TABLE");
  for (const JobRow& row : found) fill_row(table.add("ROW"), row, language_of(job));
  const int pages = (all + rows_per_page - 1) / rows_per_page;
  if (pages < 2) return;
  Values links = values.add("PAGES");
  links.set("PAGE", page);
  links.set("OF", pages);
  if (page > 1) links.add("PREVIOUS").set("NUMBER", page - 1);
  if (page < pages) links.add("NEXT").set("NUMBER", page + 1);
}

web::Response shown(Site& site, const web::Request& request, const Job& job, int page_number,
                    int status, const std::string& problem) {
  const JobCounts counts = site.services.store.job_rows.counts(job.id);
  Page page(site, "pages/job.tpl", title_of(job));
  page.is_for(request);
  Values& values = page.values();
  if (!problem.empty()) {
    page.is_about_errors();
    values.add("PROBLEM").set("SENTENCE", problem);
  }
  values.set("REF", job.ref);
  values.set("ACTOR", job.actor);
  values.set("STATE", name(job.state));
  values.set("LABEL", label_of(job.state));
  set_time(values, "CREATED", job.created);
  const bool is_busy = job.state == JobState::checking || job.state == JobState::running;
  if (is_busy) {
    values.show("BUSY");
    fill_progress(values, job, counts);
  }
  if (!job.reason.empty()) {
    Values why = values.add(is_busy ? "WAITS" : "WHY");
    why.set("LANGUAGE", language_of(job).code);
    why.set("REASON", job.reason);
  }
  if (!is_busy && job.is_leased) values.show("LAST_PIECE");
  if (job.confirmed.empty() && !job.is_open()) values.show("NOTHING_DONE");
  if (!job.is_open() && counts.to_do() > 0) {
    values.add("LEFT_OUT").set("ROWS", counted(job, counts.to_do()));
  }
  fill_counts(values, counts);
  if (job.state == JobState::naming && request.user == job.actor)
    fill_naming(values, site, request, job);
  if (job.state == JobState::checked) fill_confirmation(values, site, request, job, counts);
  if (job.is_open()) fill_cancel(values, site, request, job);
  if (!is_busy && counts.bad() > 0) values.add("REJECTED").set("ROWS", counted(job, counts.bad()));
  fill_rows(values, site, job, counts.all(), page_number);
  return page.response(status);
}

}  // namespace

std::string job_action(const std::string& step, const std::string& ref) {
  return "job " + step + " " + ref;
}

Job visible_job(Site& site, const web::Request& request, const std::string& ref) {
  site.services.require_databases();
  const auto job = site.services.store.jobs.find(ref);
  if (!job ||
      (job->actor != request.user && site.identity.role(request.user) < web::Role::administrator)) {
    throw web::Refused(404, N_("There is no such job."));
  }
  return *job;
}

web::Response job_page(Site& site, const web::Request& request) {
  const Job job = visible_job(site, request, ref_in(request));
  const auto page = whole_number(web::query_fields(request).text("page"), 1, most_pages);
  return shown(site, request, job, static_cast<int>(page.value_or(1)), 200, "");
}

web::Response job_page_about(Site& site, const web::Request& request, const Job& job, int status,
                             const std::string& problem) {
  return shown(site, request, job, 1, status, problem);
}

web::Response rejected_rows(Site& site, const web::Request& request) {
  const Job job = visible_job(site, request, ref_in(request));
  JobRows& rows = site.services.store.job_rows;
  // The rows of a bulk action have no text.
  const std::string head = rows.text(job.id);
  const auto columns = head.empty() ? std::vector<std::string>{"ref"} : cells_of(head);
  // An administrator may look at the jobs of others, but not at the passwords that they typed.
  const auto passwords =
      request.user == job.actor ? RejectedPasswords::written : RejectedPasswords::empty;
  web::Response response{.status = 200,
                         .type = "text/csv; charset=utf-8; header=present",
                         .body = rejected_header(columns),
                         .headers = {}};
  rows.for_each(job.id, true, [&](const JobRow& row) {
    const auto cells = head.empty() ? std::vector{row.ref} : cells_of(row.text);
    response.body += rejected_row(columns, {row.line, cells, row.sentences}, passwords);
  });
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"rejected.csv\"");
  return response;
}

}  // namespace spaconf

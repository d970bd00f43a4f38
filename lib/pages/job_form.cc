// POST /submit/job: what a user decides about a job.
#include "pages/job_form.h"

#include "base/log.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/import_job.h"
#include "pages/form_guard.h"
#include "pages/job_columns_part.h"
#include "pages/job_page.h"
#include "pages/job_view.h"
#include "registration/audit_events.h"
#include "web/fields.h"

namespace spaconf {
namespace {

void audit(Site& site, const web::Request& request, AuditEvent event, const Job& job,
           const std::string& detail) {
  site.services.store.audit_trail.add(request.user, name(event), "",
                                      job.kind + " " + job.ref + ": " + detail);
}

/// Why the job cannot be confirmed so; empty when it can.
std::string problem_of(const Fields& fields, const Job& job, const JobCounts& counts) {
  if (fields.text("planned") != std::to_string(counts.to_do())) {
    return _("The numbers have changed. Look at them again and confirm.");
  }
  if (types_number(job) && trim(fields.text("typed")) != std::to_string(counts.to_do())) {
    return sentence(_("Type the number of phones, {number}, to confirm."),
                    {{"number", counts.to_do()}});
  }
  const std::string mode = fields.text("mode");
  if (counts.bad() == 0 && mode != name(JobMode::all) && mode != name(JobMode::skip)) {
    return _("Choose what happens to a row that has become bad by then.");
  }
  if (counts.bad() > 0 && mode != name(JobMode::skip)) {
    return is_import(job)
               ? counted(
                     "Choose to skip the {count} row that spaconf refuses, or correct it and begin "
                     "again.",
                     "Choose to skip the {count} rows that spaconf refuses, or correct them and "
                     "begin again.",
                     counts.bad())
               : counted(
                     "Choose to skip the {count} phone that spaconf refuses, or correct it and "
                     "begin again.",
                     "Choose to skip the {count} phones that spaconf refuses, or correct them and "
                     "begin again.",
                     counts.bad());
  }
  return "";
}

}  // namespace

web::Response sent_job_step(Site& site, const web::Request& request) {
  const Fields fields = web::body_fields(request);
  const std::string ref = fields.text("ref"), step = fields.text("step");
  verify_form_token(site, request, fields, job_action(step, ref));
  const Job job = visible_job(site, request, ref);
  Store& store = site.services.store;
  const web::Response to_job = web::see_other(site.base_path + "/jobs/" + ref);
  if (step == "cancel") {
    bool is_cancelled = false;
    store.transact([&] {
      is_cancelled = store.jobs.cancel(job);
      if (!is_cancelled) return;
      audit(site, request, AuditEvent::job_cancelled, job, job.title);
      store.job_rows.forget_texts(job.id);
    });
    if (is_cancelled) log("job cancelled", {{"job", ref}, {"by", request.user}});
    return to_job;
  }
  if (step == "columns") {
    // Someone else could read a column of passwords by another name for it.
    if (request.user != job.actor) {
      throw web::Refused(403, N_("Only the user who started this job can name its columns."));
    }
    if (job.state != JobState::naming) return to_job;
    const auto names = chosen_names(fields);
    if (const std::string problem = take_names(store, job, names); !problem.empty()) {
      Job again = job;
      again.options.add(std::string(columns_option), joined(names, ","));
      return job_page_about(site, request, again, 422, problem);
    }
    return to_job;
  }
  if (step != "confirm") throw web::Refused(400, N_("There is no such step."));
  // It was confirmed or cancelled before.
  if (job.state != JobState::checked) return to_job;
  const JobCounts counts = store.job_rows.counts(job.id);
  if (const std::string problem = problem_of(fields, job, counts); !problem.empty()) {
    return job_page_about(site, request, job, 422, problem);
  }
  const JobMode mode = fields.text("mode") == name(JobMode::all) ? JobMode::all : JobMode::skip;
  bool is_confirmed = false;
  store.transact([&] {
    is_confirmed = store.jobs.confirm(job, mode, counts.to_do());
    if (!is_confirmed) return;
    audit(site, request, AuditEvent::job_confirmed, job,
          std::to_string(counts.to_do()) + (is_import(job) ? " rows" : " phones") +
              (mode == JobMode::all ? ", all or nothing" : ", skipping bad rows"));
  });
  if (is_confirmed) log("job confirmed", {{"job", ref}, {"by", request.user}});
  return to_job;
}

}  // namespace spaconf

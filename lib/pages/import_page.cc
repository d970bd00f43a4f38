// GET /import and POST /submit/import: takes a table for a job of the worker.
#include "pages/import_page.h"

#include "base/crypto.h"
#include "base/csv.h"
#include "base/log.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/export.h"
#include "bulk/import_job.h"
#include "pages/form_draft.h"
#include "pages/form_guard.h"
#include "web/fields.h"

namespace spaconf {
namespace {

constexpr std::string_view purpose = "import";

/// The form with what was typed. A browser never keeps a chosen file.
web::Response form_with(Site& site, const web::Request& request, const Draft& draft) {
  Page page(site, "pages/import.tpl", _("Import phones"));
  page.is_for(request);
  Values& values = page.values();
  if (!draft.problems.empty()) page.is_about_errors();
  add_summary(values, site.base_path, draft);
  for (const std::string& column : export_columns()) values.add("COLUMN").set("NAME", column);
  values.set("MEGABYTES", std::int64_t(largest_upload >> 20));
  values.set("PASTED", draft.typed.text("pasted"));
  if (draft.typed.has(takes_over_option)) values.show("TAKES_OVER");
  if (draft.typed.has(ticket_per_phone_option)) values.show("TICKET_PER_PHONE");
  for (const Problem& each : draft.problems) {
    values.add("ERROR").set("SENTENCE", each.sentence);
    values.show("IS_WRONG");
  }
  give_form_token(values, site, request.user, purpose, draft.typed.text("key"));
  return page.response(draft.status);
}

/// Why the form does not have exactly one table; empty when it has.
std::string problem_of(const web::Upload& upload) {
  const bool is_pasted = !trim(upload.fields.text("pasted")).empty();
  if (!upload.file_name.empty() && is_pasted) {
    return _("Choose a file or paste a table, not both.");
  }
  if (!upload.file_name.empty() && trim(upload.file).empty()) return _("This file is empty.");
  if (upload.file_name.empty() && !is_pasted) return _("Choose a file or paste a table.");
  return "";
}

Job job_of(const web::Request& request, const web::Upload& upload) {
  const std::string title = upload.file_name.empty() ? N_("a pasted table") : upload.file_name;
  Job job{.ref = random_ref(),
          .kind = std::string(import_kind),
          .actor = request.user,
          .title = std::string(beginning(title, longest_title))};
  for (const std::string_view option : {takes_over_option, ticket_per_phone_option}) {
    if (upload.fields.has(option)) job.options.add(std::string(option), "yes");
  }
  return job;
}

}  // namespace

web::Response import_page(Site& site, const web::Request& request) {
  return form_with(site, request, {});
}

web::Response example_table(Site&, const web::Request&) {
  return {.status = 200,
          .type = "text/csv; charset=utf-8; header=present",
          .body = csv::row(export_columns()),
          .headers = {{"Content-Disposition", "attachment; filename=\"example.csv\""}}};
}

web::Response sent_table(Site& site, const web::Request& request) {
  web::Upload upload = web::uploaded(request);
  verify_form_token(site, request, upload.fields, purpose);
  Draft draft{.typed = upload.fields};
  if (const std::string problem = problem_of(upload); !problem.empty()) {
    draft.status = 422;
    draft.problems = {{"table", problem}};
    return form_with(site, request, draft);
  }
  try {
    site.services.require_databases();
    const std::string ref =
        start_import(site.services.store, job_of(request, upload), upload.fields.text("key"),
                     upload.file_name.empty() ? upload.fields.text("pasted") : upload.file);
    log("job started", {{"job", ref}, {"by", request.user}});
    return web::see_other(site.base_path + "/jobs/" + ref);
  } catch (const Unavailable& unavailable) {
    log(Priority::warning, "unavailable", {{"path", request.path}, {"why", unavailable.what()}});
    draft.status = 503;
    draft.problems = {{"", web::sentence_about(unavailable)}};
    draft.reference = request.id;
    return form_with(site, request, draft);
  }
}

}  // namespace spaconf

// GET /jobs: the latest jobs, each with its state.
#include "pages/job_list_page.h"

#include "base/translation.h"
#include "pages/job_view.h"
#include "pages/time_element.h"

namespace spaconf {
namespace {

constexpr int most_shown = 100;

}  // namespace

web::Response job_list_page(Site& site, const web::Request& request) {
  site.services.require_databases();
  const bool sees_all = site.identity.role(request.user) >= web::Role::administrator;
  const auto jobs = site.services.store.jobs.latest(sees_all ? "" : request.user, most_shown);
  Page page(site, "pages/jobs.tpl", _("Jobs"));
  page.is_for(request);
  if (jobs.empty()) page.values().show("NONE_YET");
  if (jobs.empty()) return page.response();
  Values table = page.values().add("TABLE");
  for (const Job& job : jobs) {
    Values row = table.add("JOB");
    row.set("REF", job.ref);
    row.set("TITLE", title_of(job));
    row.set("ACTOR", job.actor);
    row.set("LABEL", label_of(job.state));
    row.set("STATE", job.is_open()                    ? "pending"
                     : job.state == JobState::stopped ? "parked"
                                                      : "registered");
    set_time(row, "CREATED", job.created);
  }
  return page.response();
}

}  // namespace spaconf

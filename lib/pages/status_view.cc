// Fills the status, the path and the audit trail of a phone's page.
// A badge and a step are words with a shape; colour only repeats them.
#include "pages/status_view.h"

#include "base/local_time.h"
#include "base/text.h"
#include "base/translation.h"
#include "pages/next_step_part.h"
#include "pages/resync_page.h"
#include "pages/time_element.h"
#include "registration/audit_events.h"
#include "status/path.h"
#include "status/phone_observations.h"

namespace spaconf {
namespace {

constexpr int most_entries = 50;

void fill_audit_trail(Values& values, const std::vector<AuditEntry>& entries,
                      const std::string& now) {
  for (const AuditEntry& each : entries) {
    Values row = values.add("ENTRY");
    set_time(row, "TIME", each.at);
    row.set("SHORT_TIME", short_local_time(each.at, now));
    row.set("WHO", each.actor);
    row.set("ACTION", _(past_tense(each.action)));
    row.show_if("DETAIL", each.detail);
  }
}

void fill_path(Values& values, const std::vector<PathStep>& path, const std::string& now) {
  const std::size_t current = current_step(path);
  for (std::size_t i = 0; i < path.size(); ++i) {
    Values step = values.add("STEP");
    step.set("NAME", _(path[i].name));
    step.set("STATE", name(path[i].state));
    step.set("LABEL", label(path[i].state));
    if (i == current) step.show("IS_CURRENT");
    step.show_if("DETAIL", path[i].detail);
    if (path[i].at.empty()) continue;
    Values at = step.add("AT");
    set_time(at, "TIME", path[i].at);
    at.set("SHORT_TIME", short_local_time(path[i].at, now));
  }
}

}  // namespace

void fill_status(Values& values, Site& site, const web::Request& request, const Record& record,
                 const std::optional<std::vector<Contact>>& contacts) {
  const PhoneObservations seen =
      observe(site.services.store.observations, site.services.fetches, record, contacts);
  const Status status = status_of(record, seen);
  Values part = values.include("STATUS", "pages/status.tpl");
  part.set("BASE", site.base_path);
  part.set("REF", record.ref);
  part.set("SHAPE", replaced(std::string(status.kind.label), " ", "-"));
  part.set("TONE", name(status.kind.tone));
  part.set("LABEL", _(status.kind.label));
  part.set("SENTENCE", status.sentence);
  part.show_if("NEXT", status.next);
  fill_next_step(part, site, request, record, seen, status.kind);
  fill_actions(part, site, request, record);
  const auto entries = site.services.store.audit_trail.of(record.ref, most_entries);
  fill_resync_answer(part, site, record, entries, seen);
  if (record.is_live()) {
    Values path = values.include("PATH", "pages/path.tpl");
    fill_path(path, path_of(record, seen, entries), seen.now);
  }
  Values trail = values.include("AUDIT_TRAIL", "pages/audit_trail.tpl");
  fill_audit_trail(trail, entries, seen.now);
}

}  // namespace spaconf

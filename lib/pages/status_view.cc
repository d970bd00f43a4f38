// Fills the status and the audit trail of a phone's page.
// A badge is a word with a shape; colour only repeats it.
#include "pages/status_view.h"

#include "base/local_time.h"
#include "base/text.h"
#include "pages/form_guard.h"
#include "pages/resync_page.h"
#include "pages/retry_page.h"
#include "pages/time_element.h"
#include "registration/audit_events.h"
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
    row.set("ACTION", past_tense(each.action));
    row.show_if("DETAIL", each.detail);
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
  part.set("LABEL", status.kind.label);
  part.set("SENTENCE", status.sentence);
  part.show_if("NEXT", status.next);
  if (status.kind.is_about_ticket && record.ticket_number) {
    part.show_if("TICKET_URL", site.ticket_address(record.ticket_number));
  }
  const bool is_about_account = status.kind.is_about_account;
  if (is_about_account) part.show("EDIT");
  if ((status.kind.can_be_retried || is_about_account) &&
      site.identity.role(request.user) >= web::Role::registrar) {
    Values retry = part.add("RETRY");
    const std::string kind = is_about_account ? std::string(account_task) : seen.parked_task;
    retry.set("KIND", kind);
    give_form_token(retry, site, request.user, retry_action(record.ref, kind));
  }
  const auto entries = site.services.store.audit_trail.of(record.ref, most_entries);
  fill_resync(part, site, request, record, entries, seen);
  Values trail = values.include("AUDIT_TRAIL", "pages/audit_trail.tpl");
  fill_audit_trail(trail, entries, seen.now);
}

}  // namespace spaconf

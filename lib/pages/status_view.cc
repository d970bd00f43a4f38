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

constexpr int longest_story = 50;

void fill_story(Values& values, const std::vector<AuditEntry>& story, const std::string& now) {
  for (const AuditEntry& each : story) {
    Values row = values.add("HAPPENING");
    set_time(row, "TIME", each.at);
    row.set("SHORT_TIME", short_local_time(each.at, now));
    row.set("WHO", each.actor);
    row.set("DEED", past_tense(each.action));
    row.show_if("DETAIL", each.detail);
  }
}

}  // namespace

void fill_status(Values& values, Site& site, const web::Request& request, const Record& record,
                 const std::vector<Contact>& contacts) {
  const PhoneObservations seen =
      observe(site.services.store.observations, site.services.fetches, record, contacts);
  const Status status = status_of(record, seen);
  Values part = values.include("LIGHT", "pages/light.tpl");
  part.set("BASE", site.base_path);
  part.set("REF", record.ref);
  part.set("SHAPE", replaced(std::string(status.kind.label), " ", "-"));
  part.set("TONE", name(status.kind.tone));
  part.set("WORD", status.kind.label);
  part.set("SENTENCE", status.sentence);
  part.show_if("NEXT", status.next);
  if (status.kind.is_about_ticket && record.ticket_number) {
    part.show_if("TICKET_URL", site.ticket_address(record.ticket_number));
  }
  if (status.kind.can_be_retried && site.identity.role(request.user) >= web::Role::registrar) {
    Values again = part.add("AGAIN");
    again.set("KIND", seen.parked_task);
    give_form_token(again, site, request.user, retry_action(record.ref, seen.parked_task));
  }
  const auto happenings = site.services.store.audit_trail.of(record.ref, longest_story);
  fill_resync(part, site, request, record, happenings, seen);
  Values story = values.include("STORY", "pages/story.tpl");
  fill_story(story, happenings, seen.now);
}

}  // namespace spaconf

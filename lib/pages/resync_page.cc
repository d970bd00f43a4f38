// POST /submit/resync: sends the NOTIFY and records the answer in the audit.
// The phone's page reads the answer from there, so every user sees it.
#include "pages/resync_page.h"

#include <algorithm>

#include "base/local_time.h"
#include "pages/form_guard.h"
#include "registration/audit_events.h"
#include "status/resync.h"
#include "web/fields.h"

namespace spaconf {
namespace {

std::string resync_action(const std::string& ref) { return "resync " + ref; }

}  // namespace

bool offer_resync(Values& values, const Site& site, const web::Request& request,
                  const Record& record, const PhoneObservations& seen) {
  if (seen.contacts.empty() || !can_be_resynced(site.services.exchange, record)) return false;
  Values button = values.add("RESYNC");
  give_form_token(button, site, request.user, resync_action(record.ref));
  return true;
}

void fill_resync_answer(Values& values, const Site& site, const Record& record,
                        const std::vector<AuditEntry>& entries, const PhoneObservations& seen) {
  if (!can_be_resynced(site.services.exchange, record)) return;
  const auto last = std::ranges::find(entries, name(AuditEvent::resynced), &AuditEntry::action);
  if (last == entries.end() || last->at < record.changed) return;
  Values resynced = values.add("RESYNCED");
  resynced.set("TIME", short_local_time(last->at, seen.now));
  resynced.set("WHO", last->actor);
  resynced.set("ANSWER", answer_in_words(last->detail));
}

web::Response resync_page(Site& site, const web::Request& request) {
  const Fields fields = web::body_fields(request);
  const std::string ref = fields.text("ref");
  verify_form_token(site, request, fields, resync_action(ref));
  Services& services = site.services;
  services.require_databases();
  resync(services.store, services.exchange, services.deadline, ref, request.user);
  return web::see_other(site.base_path + "/phones/" + ref);
}

}  // namespace spaconf

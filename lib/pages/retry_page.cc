// POST /submit/retry: retries a task. A second request has no further effect.
#include "pages/retry_page.h"

#include "base/log.h"
#include "base/translation.h"
#include "pages/form_guard.h"
#include "registration/audit_events.h"
#include "web/fields.h"

namespace spaconf {

std::string retry_action(const std::string& ref, const std::string& kind) {
  return "retry " + kind + " " + ref;
}

web::Response retry_page(Site& site, const web::Request& request) {
  const Fields fields = web::body_fields(request);
  const std::string ref = fields.text("ref"), kind = fields.text("kind");
  verify_form_token(site, request, fields, retry_action(ref, kind));
  const auto task = task_kind(kind);
  const bool is_webhook = kind == webhook_task, is_account = kind == account_task;
  if (!task && !is_webhook && !is_account) throw web::Refused(400, N_("There is no such task."));

  Services& services = site.services;
  services.require_databases();
  services.store.transact([&] {
    // The task may be done by now.
    const bool waits = is_webhook   ? services.store.deliveries.retry(ref)
                       : is_account ? services.store.accounts.retry(ref)
                                    : services.store.tasks.retry(ref, *task);
    if (!waits) return;
    services.store.audit_trail.add(request.user, name(AuditEvent::retry_requested),
                                   is_webhook ? "" : ref,
                                   "retry of the " + kind + (is_webhook ? " " + ref : " task"));
  });
  log("retry requested", {{"ref", ref}, {"what", kind}, {"by", request.user}});
  const bool from_phone = fields.text("from") == "phone";
  return web::see_other(site.base_path + (from_phone ? "/phones/" + ref : "/"));
}

}  // namespace spaconf

// Fills the next step and the actions on a phone's page.
#include "pages/next_step_part.h"

#include "base/translation.h"
#include "pages/form_guard.h"
#include "pages/resync_page.h"
#include "pages/retry_page.h"
#include "registration/actions.h"

namespace spaconf {
namespace {

bool is_registrar(const Site& site, const web::Request& request) {
  return site.identity.role(request.user) >= web::Role::registrar;
}

void offer_retry(Values& part, const Site& site, const web::Request& request, const Record& record,
                 const std::string& task) {
  Values retry = part.add("RETRY");
  retry.set("KIND", task);
  give_form_token(retry, site, request.user, retry_action(record.ref, task));
}

}  // namespace

void fill_next_step(Values& part, const Site& site, const web::Request& request,
                    const Record& record, const PhoneObservations& seen, const StatusKind& status) {
  bool is_offered = false;
  if (is_registrar(site, request)) {
    is_offered = offer_resync(part, site, request, record, seen);
    if (status.is_about_account) {
      part.show("EDIT");
      offer_retry(part, site, request, record, std::string(account_task));
      is_offered = true;
    } else if (status.can_be_retried) {
      offer_retry(part, site, request, record, seen.parked_task);
      is_offered = true;
    }
  }
  if (status.is_about_ticket && record.ticket_number) {
    part.show_if("TICKET_URL", site.ticket_address(record.ticket_number));
    is_offered = true;
  }
  if (status.is_about_phone && !record.wanted.mac) {
    part.show("SETTINGS");
    is_offered = true;
  }
  if (!is_offered && record.is_live() && seen.contacts.empty()) part.show("CHECK_AGAIN");
}

void fill_actions(Values& part, const Site& site, const web::Request& request,
                  const Record& record) {
  if (record.wanted.mac) part.show("HAS_PROFILE");
  if (record.is_live()) part.show("LABEL_LINK");
  if (!is_registrar(site, request)) return;
  part.add("REGISTER").set("LOGIN", record.wanted.login);
  if (!record.is_live()) return;
  for (const Action& action : actions) {
    if (!action.is_offered_to(record)) continue;
    Values row = part.add("ACTION");
    row.set("ACTION_NAME", action.name);
    row.set("ACTION_TITLE", _(action.title));
  }
}

}  // namespace spaconf

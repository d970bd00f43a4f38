// The table of audit events with names and labels.
#include "registration/audit_events.h"

#include "base/translation.h"
#include "registration/actions.h"

namespace spaconf {
namespace {

constexpr struct {
  AuditEvent event;
  std::string_view name, past_tense;
} table[] = {
    {AuditEvent::registered, "register", N_("registered the phone")},
    {AuditEvent::adopted, "adopt", N_("adopted the phone with its accounts and its profile")},
    {AuditEvent::ticket_created, "ticket", N_("created the ticket")},
    {AuditEvent::mail_sent, "mail", N_("told the person that the phone is ready")},
    {AuditEvent::mail_refused, "mail-refused", N_("could not mail the person")},
    {AuditEvent::account_taken_over, "take", N_("took over an account")},
    {AuditEvent::account_changed, "account", N_("changed its account on another phone")},
    {AuditEvent::repaired, "reconcile", N_("repaired an inconsistency")},
    {AuditEvent::passwords_viewed, "show", N_("viewed the passwords")},
    {AuditEvent::retry_requested, "retry", N_("requested a retry")},
    {AuditEvent::resynced, "resync", N_("asked the phone to fetch its profile")},
    {AuditEvent::regenerated, "regenerate", N_("rewrote outdated profiles")},
    {AuditEvent::client_added, "token-add", N_("added a client of the API")},
    {AuditEvent::client_changed, "token-change", N_("changed a client of the API")},
    {AuditEvent::client_revoked, "token-revoke", N_("revoked a client of the API")},
    {AuditEvent::token_rotated, "token-rotate", N_("gave a client of the API a new token")},
    {AuditEvent::job_started, "job-start", N_("started a job")},
    {AuditEvent::job_confirmed, "job-confirm", N_("confirmed a job")},
    {AuditEvent::job_cancelled, "job-cancel", N_("cancelled a job")},
    {AuditEvent::job_stopped, "job-stop", N_("stopped a job")},
};

}  // namespace

std::string name(AuditEvent event) {
  for (const auto& row : table) {
    if (row.event == event) return std::string(row.name);
  }
  return "";
}

std::string_view past_tense(std::string_view name) {
  if (const Action* action = find_action(name)) return action->past_tense;
  for (const auto& row : table) {
    if (row.name == name) return row.past_tense;
  }
  return name;
}

}  // namespace spaconf

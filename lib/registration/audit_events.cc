// The table of audit events with names and labels.
#include "registration/audit_events.h"

#include "registration/actions.h"

namespace spaconf {
namespace {

constexpr struct {
  AuditEvent event;
  std::string_view name, past_tense;
} table[] = {
    {AuditEvent::registered, "register", "registered the phone"},
    {AuditEvent::adopted, "adopt", "adopted the phone with its accounts and its profile"},
    {AuditEvent::ticket_created, "ticket", "created the ticket"},
    {AuditEvent::mail_sent, "mail", "told the person that the phone is ready"},
    {AuditEvent::mail_refused, "mail-refused", "could not mail the person"},
    {AuditEvent::account_taken_over, "take", "took over an account"},
    {AuditEvent::account_changed, "account", "changed its account on another phone"},
    {AuditEvent::repaired, "reconcile", "repaired an inconsistency"},
    {AuditEvent::passwords_viewed, "show", "viewed the passwords"},
    {AuditEvent::retry_requested, "retry", "requested a retry"},
    {AuditEvent::resynced, "resync", "asked the phone to fetch its profile"},
    {AuditEvent::regenerated, "regenerate", "rewrote outdated profiles"},
    {AuditEvent::client_added, "token-add", "added a client of the API"},
    {AuditEvent::client_changed, "token-change", "changed a client of the API"},
    {AuditEvent::client_revoked, "token-revoke", "revoked a client of the API"},
    {AuditEvent::token_rotated, "token-rotate", "gave a client of the API a new token"},
    {AuditEvent::job_started, "job-start", "started a job"},
    {AuditEvent::job_confirmed, "job-confirm", "confirmed a job"},
    {AuditEvent::job_cancelled, "job-cancel", "cancelled a job"},
    {AuditEvent::job_stopped, "job-stop", "stopped a job"},
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

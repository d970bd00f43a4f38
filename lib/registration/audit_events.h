// The events in the audit trail that are not actions, and the labels of all entries.
#pragma once

#include <string>
#include <string_view>

namespace spaconf {

/// An event that is not an action of actions.h.
enum class AuditEvent {
  registered,
  adopted,
  ticket_created,
  mail_sent,
  mail_refused,
  account_taken_over,
  account_changed,  ///< By a change of another phone
  repaired,
  passwords_viewed,
  retry_requested,
  resynced,
  regenerated,
  client_added,  ///< Those of clients of the API have no registration
  client_changed,
  client_revoked,
  token_rotated,
  job_started,  ///< Those of jobs have no registration either
  job_confirmed,
  job_cancelled,
  job_stopped
};

/// Its name in the audit: "register".
std::string name(AuditEvent event);

/// The label of the action or event with this name: "registered the phone". The name itself when
/// it is unknown.
std::string_view past_tense(std::string_view name);

}  // namespace spaconf

// Makes the profile from the rows, as the publisher does.
#include "api/profile_call.h"

#include "api/show_call.h"
#include "registration/audit_events.h"

namespace spaconf::api {

web::Response profile_call(const Call& call) {
  call.refuse_parameters();
  Services& services = call.api.services;
  const SealedRecord record = record_in_path(call);
  if (!record.wanted.model->is_hardware()) throw Refusal(404, "A software phone has no profile.");
  if (!record.is_live()) throw Refusal(404, "This phone was retired, so it has no profile.");
  const bool is_pending = record.profile != ProfileState::done;
  web::Response response{
      .status = is_pending ? 202 : 200,
      .type = "application/xml",
      .body = services.publisher.write(services.store.password_seal.opened(record)),
      .headers = {}};
  services.store.audit_trail.add(call.key_owner(), name(AuditEvent::passwords_viewed), record.ref,
                                 "viewed the profile with its passwords");
  return response;
}

}  // namespace spaconf::api

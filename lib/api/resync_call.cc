// Resyncs a phone for a client, and says what the phone answered.
#include "api/resync_call.h"

#include <nlohmann/json.hpp>

#include "api/json_response.h"
#include "api/on_behalf_of.h"
#include "api/show_call.h"
#include "status/resync.h"

namespace spaconf::api {

web::Response resync_call(const Call& call) {
  call.refuse_parameters();
  Services& services = call.api.services;
  const Record record = record_in_path(call);
  const SentForm sent = sent_form_if_any(call.request);
  if (!sent.form.all().empty()) {
    throw InvalidBody(std::vector<MemberError>{{"", "A resync has no member but on_behalf_of."}});
  }
  const Resync result =
      resync(services.store, services.exchange, services.deadline, record.ref, sent.actor(call));
  return json_response({{"is_under_way", result.is_under_way},
                        {"sip_status", result.status},
                        {"address", result.address},
                        {"sentence", result.sentence}});
}

}  // namespace spaconf::api

// Changes a phone by the same steps as the pages' actions, if it is what the client saw.
#include "api/client_change.h"

#include <nlohmann/json.hpp>

#include "api/dry_run.h"
#include "api/if_match.h"
#include "api/json_response.h"
#include "api/phone_json.h"
#include "api/show_call.h"
#include "base/crypto.h"
#include "registration/actions.h"
#include "registration/provisioning_warnings.h"

namespace spaconf::api {
namespace {

web::Response current(const Call& call, const std::string& ref) {
  const SealedRecord record = registration_named(call.api, ref);
  return json_response(phone_json(call.api, record), record.is_complete() ? 200 : 202,
                       {{"ETag", entity_tag(record)}});
}

web::Response replayed(const Call& call, const std::string& ref) {
  web::Response response = current(call, ref);
  response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

ClientChange::ClientChange(const Call& call, const SealedRecord& record, const SentForm& sent,
                           const std::string& content)
    : call_(call),
      services_(call.api.services),
      record_(record),
      sent_(sent),
      key_(call.idempotency_key()),
      fingerprint_(sha256_hex(record.ref + " " + content)) {}

web::Response ClientChange::answer(const std::function<std::optional<Change>()>& plan) const {
  const bool is_dry = is_dry_run(call_.request);
  // A repeated request finds the version that it made.
  if (call_.earlier_ref(key_, fingerprint_)) return replayed(call_, record_.ref);
  const int version = version_in(call_.request, record_);
  if (version != record_.version) throw outdated(services_.store, record_, version);
  if (!record_.is_live()) throw Conflict({"", std::string(is_retired)}, record_.ref);
  std::optional<Change> change = plan();
  if (!change) return unchanged(call_, record_);
  if (change->wanted) {
    refuse_provisioning_settings(services_.profiles, &record_.wanted, *change->wanted);
  }
  complete(*change, version);
  if (is_dry) return planned(services_.phone_changer.effects_of(*change));
  carry_out(*change);
  return current(call_, record_.ref);
}

void ClientChange::complete(Change& change, int version) const {
  change.actor = sent_.actor(call_);
  change.key_owner = call_.key_owner();
  change.key = key_.empty() ? random_key() : key_;
  change.fingerprint = fingerprint_;
  change.version = version;
  change.takes_over = change.action->takes_over && sent_.form.text("take_over") == "yes";
  change.keeps_passwords = sent_.form.text("keep_password") == "yes";
}

void ClientChange::carry_out(const Change& change) const {
  try {
    services_.phone_changer.carry_out(change);
  } catch (const Overtaken&) {
    const auto now = services_.store.registrations.find(record_.ref);
    if (!now) throw;
    throw outdated(services_.store, *now, change.version);
  }
}

web::Response unchanged(const Call& call, const Record& record) {
  return is_dry_run(call.request) ? planned({}) : current(call, record.ref);
}

}  // namespace spaconf::api

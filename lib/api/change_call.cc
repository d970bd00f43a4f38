// Changes a phone for a client, by the same steps as the pages' actions.
#include "api/change_call.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "api/body.h"
#include "api/dry_run.h"
#include "api/if_match.h"
#include "api/json_body.h"
#include "api/json_response.h"
#include "api/merge_patch.h"
#include "api/on_behalf_of.h"
#include "api/phone_json.h"
#include "api/show_call.h"
#include "base/crypto.h"
#include "registration/actions.h"
#include "registration/change_from_form.h"
#include "registration/provisioning_warnings.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

web::Response current(const Call& call, const std::string& ref, bool is_replayed) {
  const SealedRecord record = registration_named(call.api, ref);
  web::Response response = json_response(phone_json(call.api, record),
                                         record.profile == ProfileState::pending ? 202 : 200,
                                         {{"ETag", entity_tag(record)}});
  if (is_replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

/// One change that a client asks for.
class ChangeCall {
 public:
  /// `content` is the same for the same request.
  ChangeCall(const Call& call, const SealedRecord& record, const SentForm& sent,
             const std::string& content)
      : call_(call),
        services_(call.api.services),
        record_(record),
        sent_(sent),
        key_(call.idempotency_key()),
        fingerprint_(sha256_hex(record.ref + " " + content)) {}

  /// `plan` gives the change; empty when there is nothing to do.
  web::Response answer(const std::function<std::optional<Change>()>& plan) {
    const bool is_dry = is_dry_run(call_.request);
    // A repeated request finds the version that it made.
    if (call_.earlier_ref(key_, fingerprint_)) return current(call_, record_.ref, true);
    const int version = version_in(call_.request, record_);
    if (version != record_.version) throw outdated(services_.store, record_, version);
    if (!record_.is_live()) throw Conflict({"", std::string(is_retired)}, record_.ref);
    std::optional<Change> change = plan();
    if (!change) return is_dry ? planned({}) : current(call_, record_.ref, false);
    if (change->wanted) {
      refuse_provisioning_settings(services_.profiles, &record_.wanted, *change->wanted);
    }
    complete(*change, version);
    if (is_dry) return planned(services_.phone_changer.effects_of(*change));
    carry_out(*change);
    return current(call_, record_.ref, false);
  }

 private:
  void complete(Change& change, int version) const {
    change.actor = sent_.actor(call_);
    change.key_owner = call_.key_owner();
    change.key = key_.empty() ? random_key() : key_;
    change.fingerprint = fingerprint_;
    change.version = version;
    change.takes_over = change.action->takes_over && sent_.form.text("take_over") == "yes";
    change.keeps_passwords = sent_.form.text("keep_password") == "yes";
  }

  void carry_out(const Change& change) {
    try {
      services_.phone_changer.carry_out(change);
    } catch (const Overtaken&) {
      const auto now = services_.store.registrations.find(record_.ref);
      if (!now) throw;
      throw outdated(services_.store, *now, change.version);
    }
  }

  const Call& call_;
  Services& services_;
  const SealedRecord& record_;
  const SentForm& sent_;
  std::string key_, fingerprint_;
};

/// Throws Refusal(404).
const Action& action_in_path(const Call& call) {
  const Action* action = find_action(call.part(2));
  // PATCH edits, and an earlier version is restored on the phone's page.
  if (!action || action->name == "edit" || action->is_of_version) {
    throw Refusal(404, "There is no such action.");
  }
  return *action;
}

Fields without(const char* dropped, const Fields& form) {
  Fields rest;
  for (const auto& [name, value] : form.all()) {
    if (name != dropped) rest.add(name, value);
  }
  return rest;
}

}  // namespace

web::Response action_call(const Call& call) {
  Services& services = call.api.services;
  const SealedRecord record = record_in_path(call);
  const Action& action = action_in_path(call);
  const SentForm sent = sent_form_if_any(call.request);
  const Fields typed = without("take_over", sent.form);
  return ChangeCall(call, record, sent, std::string(action.name) + " " + sent.fingerprint())
      .answer([&] { return change_by(action, services.asked(record, typed)); });
}

web::Response patch_call(const Call& call) {
  Services& services = call.api.services;
  const SealedRecord record = record_in_path(call);
  const Json patch = sent_patch(call.request);
  const SentForm sent = sent_form(patched(record.wanted, patch));
  return ChangeCall(call, record, sent, "patch " + without_passwords(patch).dump()).answer([&] {
    return change_to(services.store.password_seal.opened(record), sent.form, *services.directory,
                     services.store, services.form_rules());
  });
}

}  // namespace spaconf::api

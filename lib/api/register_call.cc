// Registers a phone for a client, by the same steps as the form.
#include "api/register_call.h"

#include <nlohmann/json.hpp>

#include "api/dry_run.h"
#include "api/json_response.h"
#include "api/on_behalf_of.h"
#include "api/phone_json.h"
#include "base/crypto.h"
#include "phone/masked_profile.h"
#include "registration/register.h"
#include "registration/registration_from_form.h"
#include "registration/ticket_texts.h"

namespace spaconf::api {
namespace {

/// One registration that a client asks for.
class RegisterCall {
 public:
  RegisterCall(const Call& call, const SentForm& sent)
      : call_(call),
        services_(call.api.services),
        sent_(sent),
        key_(call.idempotency_key()),
        order_{.actor = sent_.actor(call),
               .key_owner = call.key_owner(),
               .key = key_.empty() ? random_key() : key_,
               .fingerprint = sent_.fingerprint(),
               .wanted = {},
               .person = {}} {
    if (sent_.form.text("take_over") == "yes") call.require(Scope::change);
  }

  /// The reference of the registration, if this request was carried out before.
  std::optional<std::string> earlier_ref() const {
    return call_.earlier_ref(key_, order_.fingerprint);
  }

  Registered carry_out() {
    try {
      plan();
    } catch (const std::exception&) {
      // The directory may say something else by now, which does not concern a repeated request.
      if (const auto ref = earlier_ref()) return {*ref, false};
      throw;
    }
    return register_phone(services_.store, services_.exchange, services_.publisher, order_);
  }

  /// The phone as it would be registered.
  std::optional<RecordWithPasswords> preview() {
    plan();
    return preview_registration(services_.store, services_.exchange, order_);
  }

 private:
  void plan() {
    add_phone_of_form(order_, sent_.form, services_, {*services_.directory, services_.store});
  }

  const Call& call_;
  Services& services_;
  const SentForm& sent_;
  std::string key_;
  RegistrationRequest order_;
};

web::Response response_about(const Call& call, const Registered& made) {
  const auto record = call.api.services.store.registrations.find(made.ref);
  if (!record) throw Refusal(404, "The registration " + made.ref + " is not kept any more.");
  const std::string path = path_of(call.api, made.ref);
  const int usual = made.is_new ? 201 : 200;
  web::Response response =
      json_response(representation(call.api, *record), record->is_complete() ? usual : 202,
                    {{"Content-Location", path}, {"ETag", entity_tag(*record)}});
  // mod_fcgid answers a 200 that has it with the address there. Source: RFC 3875, section 6.2.2.
  if (response.status != 200) response.headers.emplace_back("Location", path);
  if (!made.is_new) response.headers.emplace_back("Idempotency-Replayed", "true");
  return response;
}

/// What would be registered: without passwords, of which some would be others.
web::Response plan_of(Api& api, const RecordWithPasswords& record) {
  const Services& services = api.services;
  nlohmann::json all = {{"registration", phone_json(api, record)}};
  if (record.wanted.mac) {
    all["file"] = services.publisher.path_of(*record.wanted.mac);
    all["profile"] = masked(services.publisher.write(record), services.profiles.parameter_table());
  }
  const NewTicket ticket = ticket_for(services.templates, record);
  all["ticket"] = {{"subject", ticket.subject}, {"text", ticket.text}};
  return json_response(all);
}

}  // namespace

web::Response register_call(const Call& call) {
  return register_sent(call, sent_form(call.request));
}

web::Response register_sent(const Call& call, const SentForm& sent) {
  const bool is_dry = is_dry_run(call.request);
  call.api.services.require_databases();
  RegisterCall wanted(call, sent);
  if (!is_dry) return response_about(call, wanted.carry_out());
  if (const auto ref = wanted.earlier_ref()) return response_about(call, {*ref, false});
  const auto record = wanted.preview();
  if (!record) throw InProgress({"", "This request was carried out just now. Send it again."});
  return plan_of(call.api, *record);
}

}  // namespace spaconf::api

// Finds a phone by its address, and registers or changes it as needed.
#include "api/phone_call.h"

#include "api/client_change.h"
#include "api/if_match.h"
#include "api/put_form.h"
#include "api/register_call.h"
#include "api/show_call.h"
#include "registration/change_from_form.h"
#include "registration/differences.h"
#include "registration/phone_form.h"

namespace spaconf::api {
namespace {

Mac mac_in_path(const Call& call) {
  const auto mac = Mac::parse(call.part(1));
  if (!mac) throw Refusal(404, call.part(1) + " is not the MAC address of a phone.");
  return *mac;
}

/// The form about the phone in the path.
SentForm about(SentForm sent, const Mac& mac) {
  if (sent.form.has("mac") && Mac::parse(sent.form.text("mac")) != mac) {
    throw Rejected(std::vector<Problem>{{"mac", "This is another MAC address than in the path."}});
  }
  Fields address;
  address.add("mac", mac.colons());
  sent.form = laid_over(sent.form, address);
  return sent;
}

/// Is the phone to be registered, and never to be changed? Source: RFC 9110, section 13.1.2.
bool must_be_new(const web::Request& request) {
  if (request.if_none_match.empty()) return false;
  if (request.if_none_match != "*") throw Refusal(400, "If-None-Match can only be *.");
  return true;
}

web::Response add(const Call& call, const SentForm& sent) {
  call.require(Scope::register_phones);
  if (!call.request.if_match.empty()) {
    throw Refusal(412, "The phone is not registered, so it has no ETag. Leave out If-Match.");
  }
  return register_sent(call, sent);
}

ConditionFailed differs(const Record& record, const Change& change) {
  std::vector<std::string> sentences;
  for (const Difference& each :
       differences(record.wanted, record.person, *change.wanted, change.person)) {
    sentences.push_back(each.sentence());
  }
  return {428,
          "The phone is registered, and not as in the body. To change it, send its version in "
          "If-Match.",
          record, std::move(sentences)};
}

web::Response change(const Call& call, const SealedRecord& record, const SentForm& sent) {
  Services& services = call.api.services;
  const auto change =
      change_to(services.store.password_seal.opened(record), put_form(record.wanted, sent.form),
                *services.directory, services.store, services.form_rules());
  if (!change) return unchanged(call, record);
  call.require(Scope::change);
  if (call.request.if_match.empty()) throw differs(record, *change);
  return ClientChange(call, record, sent, "put " + sent.fingerprint()).answer([&] {
    return change;
  });
}

web::Response put(const Call& call) {
  if (!call.client.may(Scope::change)) call.require(Scope::register_phones);
  call.api.services.require_databases();
  const Mac mac = mac_in_path(call);
  const bool is_new = must_be_new(call.request);
  const SentForm sent = about(sent_form(call.request), mac);
  Registrations& registrations = call.api.services.store.registrations;
  std::string ref = registrations.ref_of_mac(mac);
  if (ref.empty()) {
    try {
      return add(call, sent);
    } catch (const Conflict&) {
      // Another request may have registered this phone just now.
      ref = registrations.ref_of_mac(mac);
      if (ref.empty()) throw;
    }
  }
  const SealedRecord record = registration_named(call.api, ref);
  if (is_new) throw ConditionFailed(412, "The phone is registered already.", record, {});
  return change(call, record, sent);
}

}  // namespace

web::Response phone_call(const Call& call) {
  call.refuse_parameters();
  call.api.services.require_databases();
  const Mac mac = mac_in_path(call);
  const std::string ref = call.api.services.store.registrations.ref_of_mac(mac);
  if (ref.empty()) throw Refusal(404, "The phone " + mac.colons() + " is not registered.");
  return shown(call, registration_named(call.api, ref));
}

web::Response put_call(const Call& call) {
  return of_any_version(call.request, [&] { return put(call); });
}

}  // namespace spaconf::api

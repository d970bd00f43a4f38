// Plans the changes of PATCH and of the actions.
#include "api/change_call.h"

#include <nlohmann/json.hpp>

#include "api/body.h"
#include "api/client_change.h"
#include "api/if_match.h"
#include "api/json_body.h"
#include "api/merge_patch.h"
#include "api/show_call.h"
#include "base/login.h"
#include "base/text.h"
#include "registration/actions.h"
#include "registration/change_from_form.h"
#include "registration/find_person.h"
#include "registration/phone_form.h"

namespace spaconf::api {
namespace {

using Json = nlohmann::json;

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

/// Another device has another address, and no serial number unless it is sent.
void add_missing_marks(Fields& form) {
  for (const char* name : {"mac", "serial"}) {
    if (!form.has(name)) form.add(name, "");
  }
}

/// False for another login of the same person.
bool is_for_another(const Fields& form, const Record& record, Services& services) {
  const std::string login = plain_blanks(form.text("login")), there = record.wanted.login;
  return !same_login(login, there) &&
         !has_login(typed_person({*services.directory, services.store}, login), there);
}

web::Response change_by_action(const Call& call) {
  Services& services = call.api.services;
  const SealedRecord record = record_in_path(call);
  const Action& action = action_in_path(call);
  const SentForm sent = sent_form_if_any(call.request);
  Fields typed = without("take_over", sent.form);
  if (action.needs_mac) add_missing_marks(typed);
  // The lines of the former person are not those of the next.
  if (action.asks_for("permission")) typed = permissions_for_each_line(typed, {});
  return ClientChange(call, record, sent, std::string(action.name) + " " + sent.fingerprint())
      .answer([&] { return change_by(action, services.asked(record, typed)); });
}

web::Response change_by_patch(const Call& call) {
  Services& services = call.api.services;
  const SealedRecord record = record_in_path(call);
  const Json patch = sent_patch(call.request);
  const SentForm sent = sent_form(patched(record.wanted, patch));
  return ClientChange(call, record, sent, "patch " + without_passwords(patch).dump()).answer([&] {
    const bool moves = !patch.contains("lines") && is_for_another(sent.form, record, services);
    return change_to(services.store.password_seal.opened(record),
                     moves ? without_other_lines(sent.form) : sent.form, *services.directory,
                     services.store, services.form_rules());
  });
}

}  // namespace

web::Response action_call(const Call& call) {
  return of_any_version(call.request, [&] { return change_by_action(call); });
}

web::Response patch_call(const Call& call) {
  return of_any_version(call.request, [&] { return change_by_patch(call); });
}

}  // namespace spaconf::api

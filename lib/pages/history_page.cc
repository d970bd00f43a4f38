// Shows a phone's revisions and the profile of each.
// The profile of an earlier revision is generated again from its row, by today's templates.
#include "pages/history_page.h"

#include "base/translation.h"
#include "pages/change_page.h"
#include "pages/form_guard.h"
#include "pages/time_element.h"
#include "phone/masked_profile.h"
#include "registration/actions.h"
#include "registration/audit_events.h"
#include "registration/differences.h"
#include "registration/missing_version.h"
#include "registration/softphone_settings.h"
#include "web/fields.h"

namespace spaconf {
namespace {

/// What the token of the form for a look at the passwords is made for.
constexpr std::string_view show_action = "show";

bool may_change(const Site& site, const web::Request& request, const Record& record) {
  return record.is_live() && site.identity.role(request.user) >= web::Role::registrar;
}

RecordWithPasswords open(Site& site, const std::string& ref) {
  site.services.require_databases();
  auto record = site.services.store.registrations.find(ref);
  if (!record) throw web::Refused(404, N_("There is no registration {ref}."), {{"ref", ref}});
  return site.services.store.password_seal.opened(*record);
}

/// The phone in that version, without its former passwords; the current one when no version is
/// given.
RecordWithPasswords in_version(Site& site, RecordWithPasswords record, const std::string& version) {
  if (version.empty() || version == std::to_string(record.version)) return record;
  for (Revision& former : site.services.store.revisions.of(record)) {
    if (std::to_string(former.version) != version) continue;
    record.version = former.version;
    record.wanted = std::move(former.wanted);
    record.person = std::move(former.person);
    return record;
  }
  throw web::Refused(404, missing_version(record, version).c_str());
}

/// The phone's profile, or the account settings of a software phone.
std::string profile_of(const Exchange& exchange, const Publisher& publisher,
                       const RecordWithPasswords& record, bool has_secrets) {
  if (!record.wanted.model->is_hardware()) return softphone_settings(exchange, record, has_secrets);
  if (!record.wanted.mac) throw web::Refused(404, N_("This registration has no profile."));
  const std::string profile = publisher.fill(record).bytes;
  return has_secrets ? profile : masked(profile, publisher.profiles().parameter_table());
}

web::Response show(Site& site, const web::Request& request, const Record& record,
                   const std::string& profile, bool has_secrets) {
  const char* const title = record.wanted.mac ? _("Profile of {person}") : _("Account of {person}");
  Page page(site, "pages/profile.tpl", sentence(title, {{"person", record.person.name}}));
  page.is_for(request);
  Values& values = page.values();
  values.set("REF", record.ref);
  values.set("VERSION", record.version);
  if (record.wanted.mac) {
    values.set("FILE", site.services.publisher.path_of(*record.wanted.mac));
  }
  values.set("PROFILE", profile);
  if (has_secrets) values.show("HAS_SECRETS");
  if (!has_secrets && may_change(site, request, record)) {
    Values form = values.add("SHOW");
    give_form_token(form, site, request.user, change_action(show_action, record.ref));
  }
  return page.response();
}

}  // namespace

web::Response history_page(Site& site, const web::Request& request) {
  const Record record = phone_in_path(site, request);
  Page page(site, "pages/history.tpl",
            sentence(_("History of the {model} of {person}"),
                     {{"model", _(record.wanted.model->label)}, {"person", record.person.name}}));
  page.is_for(request);
  Values& values = page.values();
  values.set("REF", record.ref);
  values.set("VERSION", record.version);
  set_time(values, "SINCE", record.changed);
  if (record.wanted.mac) values.show("HAS_PROFILE");
  const bool offers_way_back = may_change(site, request, record);
  Registration next = record.wanted;
  Person next_person = record.person;
  const std::vector<Revision> revisions = site.services.store.revisions.of(record);
  for (const Revision& former : revisions) {
    Values row = values.add("PAST");
    row.set("PAST_VERSION", former.version);
    set_time(row, "PAST_SINCE", former.since);
    set_time(row, "PAST_UNTIL", former.until);
    row.set("HOW", former.action);
    row.set("WHO", former.actor);
    if (former.wanted.mac) row.show("HAS_PROFILE");
    for (const Difference& each : differences(former.wanted, former.person, next, next_person)) {
      row.add("DIFFERENCE").set("SENTENCE", each.sentence());
    }
    if (offers_way_back) {
      Values form = row.add("REVERT");
      form.set("NOW", record.version);
      give_form_token(form, site, request.user,
                      change_action(action_row("revert").name, record.ref));
    }
    next = former.wanted;
    next_person = former.person;
  }
  values.show_if("MISSING", missing_versions(record, revisions));
  return page.response();
}

web::Response profile_page(Site& site, const web::Request& request) {
  const RecordWithPasswords record = in_version(site, open(site, phone_in_path(site, request).ref),
                                                web::query_fields(request).text("version"));
  return show(site, request, record,
              profile_of(site.services.exchange, site.services.publisher, record, false), false);
}

web::Response show_profile_page(Site& site, const web::Request& request) {
  const Fields fields = web::body_fields(request);
  const std::string ref = fields.text("ref");
  verify_form_token(site, request, fields, change_action(show_action, ref));
  const RecordWithPasswords record = open(site, ref);
  const std::string profile =
      profile_of(site.services.exchange, site.services.publisher, record, true);
  site.services.store.audit_trail.add(
      request.user, name(AuditEvent::passwords_viewed), ref,
      std::string("viewed the ") + (record.wanted.mac ? "profile with its" : "account with its") +
          " passwords");
  return show(site, request, record, profile, true);
}

}  // namespace spaconf

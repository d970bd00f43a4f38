// Shows and carries out the actions on a phone: form, preview, apply.
// All actions share one page. Between preview and apply the server keeps nothing: the form carries
// the version that was previewed.
#include "pages/change_page.h"

#include <algorithm>
#include <limits>

#include "base/number.h"
#include "base/translation.h"
#include "pages/form_guard.h"
#include "registration/form.h"
#include "registration/phone_form.h"

namespace spaconf {
namespace {

const Action& action_in_path(const web::Request& request) {
  const Action* action = find_action(request.path.substr(request.path.rfind('/') + 1));
  if (!action) throw web::Refused(404, N_("There is no such page."));
  return *action;
}

Record phone_named(Site& site, const std::string& ref) {
  site.services.require_databases();
  auto record = site.services.store.registrations.find(ref);
  if (!record) throw web::Refused(404, N_("There is no registration {ref}."), {{"ref", ref}});
  return std::move(*record);
}

/// The smallest model with as many lines as the form had.
const Model* model_with_lines_of(const Fields& fields) {
  int lines = 0;
  for (const auto& [name, value] : fields.all()) lines = std::max(lines, line_of(name));
  for (const Model& model : models()) {
    if (model.is_hardware() && model.lines >= lines) return &model;
  }
  return &models().back();
}

int version_in(const Fields& fields) {
  constexpr int most = std::numeric_limits<int>::max();
  return static_cast<int>(whole_number(fields.text("version"), 0, most).value_or(0));
}

/// What the form alone tells about the phone.
Record record_in(const Fields& fields) {
  Record record;
  record.ref = fields.text("ref");
  record.version = version_in(fields);
  record.wanted.model = model_with_lines_of(fields);
  return record;
}

web::Response show_effects(Site& site, const web::Request& request, const Action& action,
                           const Record& record, const Fields& fields, const Effects& effects) {
  Page page(site, "pages/preview.tpl", change_title(action, record));
  page.is_for(request);
  Values& values = page.values();
  values.set("ACTION", action.name);
  values.set("REF", record.ref);
  give_form_token(values, site, request.user, change_action(action.name, record.ref),
                  fields.text("key"));
  values.set("VERB", _(action.title));
  for (const auto& [name, value] : fields.all()) {
    if (name == "csrf" || name == "step" || name == "key" || name == "ref") continue;
    Values kept = values.add("KEPT");
    kept.set("NAME", name);
    kept.set("VALUE", value);
  }
  for (const std::string& row : effects.rows) values.add("ROW").set("SENTENCE", row);
  if (effects.rows.empty()) values.show("NOTHING");
  values.show_if("PROFILE", effects.profile);
  values.show_if("NOTE", effects.note);
  return page.response();
}

class SentChange : public SentForm {
 public:
  SentChange(Site& site, const web::Request& request)
      : site_(site), request_(request), action_(action_in_path(request)) {}

  std::string purpose(const Fields& sent) const override {
    return change_action(action_.name, sent.text("ref"));
  }

  web::Response carry_out(const Fields& sent) override {
    record_ = phone_named(site_, sent.text("ref"));
    Services& services = site_.services;
    const Fields typed = action_fields(sent);
    Change change = change_by(action_, services.asked(record_, typed));
    if (change.wanted) require_may_set(site_, request_, &record_.wanted, *change.wanted);
    change.actor = change.key_owner = request_.user;
    change.key = sent.text("key");
    change.version = version_in(sent);
    change.takes_over = action_.takes_over && sent.text("take_over") == "yes";
    if (sent.text("step") != "apply") {
      return show_effects(site_, request_, action_, record_, sent,
                          services.phone_changer.effects_of(change));
    }
    services.phone_changer.carry_out(change);
    return web::see_other(site_.base_path + "/phones/" + record_.ref);
  }

  web::Response show(const Draft& draft) override {
    if (draft.is_alone) record_ = record_in(draft.typed);
    const bool is_of_retired = !draft.is_alone && draft.status == 409 && !record_.is_live();
    if (is_of_retired) throw web::Refused(409, is_retired);
    return show_change_form(site_, request_, action_, record_, draft, version_in(draft.typed));
  }

 private:
  Site& site_;
  const web::Request& request_;
  const Action& action_;
  Record record_;
};

}  // namespace

Record phone_in_path(Site& site, const web::Request& request) {
  std::string ref = request.path.substr(std::string_view("/phones/").size());
  return phone_named(site, ref.substr(0, ref.find('/')));
}

web::Response change_form_page(Site& site, const web::Request& request) {
  const Action& action = action_in_path(request);
  const Record record = phone_in_path(site, request);
  const char* const refusal = action.refusal(record);
  if (*refusal) throw web::Refused(409, refusal);
  Draft draft{.typed = fields_of(record.wanted)};
  if (action.starts_empty) {
    draft.typed = {};
    draft.typed.add("model", std::string(record.wanted.model->name));
  }
  return show_change_form(site, request, action, record, draft, record.version);
}

std::unique_ptr<SentForm> sent_change(Site& site, const web::Request& request) {
  return std::make_unique<SentChange>(site, request);
}

}  // namespace spaconf

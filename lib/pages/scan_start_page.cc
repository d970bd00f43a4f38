// GET /scan and POST /submit/scan: begins to scan boxes, for a list of people or without one.
#include "pages/scan_start_page.h"

#include "base/translation.h"
#include "bulk/import_job.h"
#include "pages/form_guard.h"
#include "pages/time_element.h"
#include "registration/rollout.h"

namespace spaconf {
namespace {

constexpr std::string_view start_action = "scan";
/// How many roll-outs the page offers to go on with.
constexpr int rollouts_shown = 10;

void fill_models(Values& values, const Model* chosen) {
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    Values choice = values.add("MODEL_CHOICE");
    choice.set("NAME", model.name);
    choice.set("LABEL", model.label);
    if (chosen == &model) choice.show("CHOSEN");
  }
}

std::string in_words(const RolloutProgress& progress) {
  if (progress.people == 0) return counted("{count} phone", "{count} phones", progress.phones);
  return sentence(_("{done} of {all}"), {{"done", progress.phones}, {"all", progress.people}});
}

void fill_latest(Values& values, Store& store) {
  const auto latest = store.rollouts.latest(rollouts_shown);
  if (latest.empty()) return;
  Values table = values.add("LATEST");
  for (const RolloutProgress& each : latest) {
    const Rollout& rollout = each.rollout;
    Values row = table.add("ROLLOUT");
    row.set("REF", rollout.ref);
    row.set("MODEL", rollout.model ? _(rollout.model->label) : _("Any model"));
    row.set("PROGRESS", in_words(each));
    row.set("ACTOR", rollout.actor);
    set_time(row, "CREATED", rollout.created);
  }
}

web::Response start_page(Site& site, const web::Request& request, const Draft& draft) {
  Page page(site, "pages/scan_start.tpl", _("Scan boxes"));
  page.is_for(request);
  if (!draft.problems.empty()) page.is_about_errors();
  Values& values = page.values();
  add_summary(values, site.base_path, draft);
  fill_models(values, find_model(draft.typed.text("model")));
  values.set("PEOPLE", draft.typed.text("people"));
  values.set("MOST", most_people);
  if (draft.typed.has(ticket_per_phone_option)) values.show("TICKET_PER_PHONE");
  if (const std::string wrong = sentences_about(draft, "people"); !wrong.empty()) {
    values.show("PEOPLE_WRONG");
    for (const Problem& each : draft.problems) {
      if (each.field == "people") values.add("PROBLEM").set("SENTENCE", each.sentence);
    }
  }
  give_form_token(values, site, request.user, start_action, draft.typed.text("key"));
  if (!draft.is_alone) fill_latest(values, site.services.store);
  return page.response(draft.status);
}

class SentScanStart : public SentForm {
 public:
  SentScanStart(Site& site, const web::Request& request) : site_(site), request_(request) {}

  std::string purpose(const Fields&) const override { return std::string(start_action); }

  web::Response carry_out(const Fields& sent) override {
    site_.services.require_databases();
    const std::string ref =
        start_rollout(site_.services, {.actor = request_.user,
                                       .key = sent.text("key"),
                                       .model = find_model(sent.text("model")),
                                       .logins = sent.text("people"),
                                       .ticket_per_phone = sent.has(ticket_per_phone_option)});
    return web::see_other(site_.base_path + "/scan/" + ref);
  }

  web::Response show(const Draft& draft) override { return start_page(site_, request_, draft); }

 private:
  Site& site_;
  const web::Request& request_;
};

}  // namespace

web::Response scan_start_page(Site& site, const web::Request& request) {
  site.services.require_databases();
  return start_page(site, request, Draft());
}

std::unique_ptr<SentForm> sent_scan_start(Site& site, const web::Request& request) {
  return std::make_unique<SentScanStart>(site, request);
}

}  // namespace spaconf

// GET /bulk and POST /submit/bulk: an action on many phones begins with their exact number.
#include "pages/bulk_page.h"

#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "base/translation.h"
#include "bulk/bulk_actions.h"
#include "pages/form_draft.h"
#include "pages/form_guard.h"
#include "pages/list_page.h"
#include "web/fields.h"

namespace spaconf {
namespace {

constexpr std::string_view purpose = "bulk";
constexpr int most_phones = 10'000, batch = 500;

/// In the list an unknown filter is ignored. Here it would be an action on all phones.
Search strict_search_in(const Fields& fields) {
  const Search search = search_in(fields);
  const bool is_known = (fields.text("state").empty() || search.state_filter) &&
                        (fields.text("model").empty() || search.model);
  if (!is_known) throw web::Refused(400, N_("There is no such state or model."));
  return search;
}

/// The live phones that the search finds. Throws Refused when there are none, with
/// `status_if_none`, or too many.
std::vector<Record> phones_of(Store& store, const Search& search, int status_if_none) {
  std::vector<Record> phones;
  for (std::int64_t last = 0; phones.size() <= most_phones;) {
    const auto found = store.phone_search.after(search, last, batch);
    if (found.empty()) break;
    last = found.back().id;
    for (const Record& phone : found) {
      if (phone.is_live()) phones.push_back(phone);
    }
  }
  if (phones.empty()) throw web::Refused(status_if_none, N_("No live phone matches this search."));
  if (phones.size() > most_phones) {
    throw web::Refused(409, N_("More than 10,000 phones match. Narrow the search."));
  }
  return phones;
}

/// What was searched for, for people: "novak, spa942".
std::string words_of(const Search& search) {
  std::vector<std::string> words;
  if (!search.typed.empty()) words.push_back("“" + search.typed + "”");
  if (search.state_filter) words.push_back(_(search.state_filter->label));
  if (search.model) words.push_back(_(search.model->label));
  return words.empty() ? _("all phones") : joined(words, ", ");
}

web::Response form_with(Site& site, const web::Request& request, const Draft& draft,
                        const std::string& key, const Search& search, std::size_t count) {
  Page page(site, "pages/bulk.tpl",
            counted("Change {count} phone", "Change {count} phones", std::int64_t(count)));
  page.is_for(request);
  Values& values = page.values();
  if (!draft.problems.empty()) page.is_about_errors();
  add_summary(values, site.base_path, draft);
  values.set("WORDS", words_of(search));
  for (auto [name, value] : {std::pair{"q", search.typed},
                             {"state", draft.typed.text("state")},
                             {"model", draft.typed.text("model")}}) {
    if (value.empty()) continue;
    Values kept = values.add("KEPT");
    kept.set("NAME", name);
    kept.set("VALUE", value);
  }
  for (const BulkAction& each : bulk_actions()) {
    Values choice = values.add("ACTION");
    choice.set("NAME", each.name);
    choice.set("TITLE", _(each.title));
    choice.set("WHAT", _(each.what));
    if (draft.typed.text("action") == each.name) choice.show("CHOSEN");
  }
  for (const auto& [name, label] : site.services.exchange.permissions()) {
    Values choice = values.add("PERMISSION");
    choice.set("NAME", name);
    choice.set("LABEL", label);
    if (draft.typed.text("permission") == name) choice.show("CHOSEN");
  }
  values.set("SETTING", draft.typed.text("setting"));
  give_form_token(values, site, request.user, purpose, key);
  return page.response(draft.status);
}

/// What has to be corrected; empty when the action can be checked.
std::vector<Problem> problems_of(const Site& site, const Fields& fields) {
  const BulkAction* action = find_bulk_action(fields.text("action"));
  if (!action) return {{"action", _("Choose what to do.")}};
  if (action->field == "permission") {
    for (const auto& [name, label] : site.services.exchange.permissions()) {
      if (name == fields.text("permission")) return {};
    }
    return {{"permission", _("Choose a permission.")}};
  }
  const std::string setting(trim(fields.text("setting")));
  if (action->field == "setting" && (setting.empty() || has_controls(setting))) {
    return {{"setting", _("Enter the parameter, such as Dial_Plan_1_ = (xx.).")}};
  }
  return {};
}

}  // namespace

web::Response bulk_page(Site& site, const web::Request& request) {
  const Fields query = web::query_fields(request);
  const Search search = strict_search_in(query);
  site.services.require_databases();
  const auto phones = phones_of(site.services.store, search, 404);
  // An address gives no key.
  return form_with(site, request, {.typed = query}, "", search, phones.size());
}

web::Response sent_bulk_action(Site& site, const web::Request& request) {
  const Fields fields = web::body_fields(request);
  verify_form_token(site, request, fields, purpose);
  const Search search = strict_search_in(fields);
  site.services.require_databases();
  const auto phones = phones_of(site.services.store, search, 409);
  if (auto problems = problems_of(site, fields); !problems.empty()) {
    const Draft draft{.typed = fields, .status = 422, .problems = std::move(problems)};
    return form_with(site, request, draft, fields.text("key"), search, phones.size());
  }
  const BulkAction& action = *find_bulk_action(fields.text("action"));
  Job job{.ref = random_ref(),
          .kind = std::string(action.name),
          .actor = request.user,
          .title = std::string(beginning(words_of(search), longest_title))};
  if (!action.field.empty()) {
    job.options.add(std::string(action.field), std::string(trim(fields.text(action.field))));
  }
  const std::string ref = start_bulk_job(site.services.store, job, fields.text("key"), phones);
  log("job started", {{"job", ref}, {"by", request.user}});
  return web::see_other(site.base_path + "/jobs/" + ref);
}

}  // namespace spaconf

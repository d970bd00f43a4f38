// Shows and carries out the actions on a phone: form, preview, apply.
// All actions share one page; the action's row lists the fields of its form. Between preview and
// apply the server keeps nothing: the form carries the version that was previewed.
#include "pages/change_page.h"

#include <algorithm>
#include <limits>

#include "base/number.h"
#include "base/text.h"
#include "pages/form_guard.h"
#include "pages/permissions_part.h"
#include "registration/account_assignment.h"
#include "registration/actions.h"
#include "registration/differences.h"
#include "registration/phone_form.h"
#include "web/fields.h"

namespace spaconf {
namespace {

/// The fields that every form has besides the action's own.
constexpr std::string_view own_fields[] = {"ref", "version", "key", "csrf", "step", "take_over"};

/// A field that is one line of text.
struct Input {
  std::string_view name, label, hint;
};
constexpr Input inputs[] = {
    {"login", "Login", "The new person's login in the directory"},
    {"mac", "MAC address", "Scan the carton or type the 12 digits"},
    {"serial", "Serial number", ""},
    {"hostname", "Hostname", "One DNS label, such as phone-1001"},
    {"inventory", "Inventory number", ""},
};

/// How many empty rows for new settings a form offers.
constexpr int empty_settings = 2;

/// What a form shows.
struct Draft {
  const Action& action;
  const Record& record;
  Fields typed;  // all of the action's fields
  std::vector<Problem> problems = {};
  std::string existing_ref = {};  // the registration that is in the way
  bool is_foreign = false;        // an account is in the way, and could be taken over
  bool is_overtaken = false;
  std::string key = {};   // empty: a new one
  bool is_alone = false;  // show only what was typed; no service is available
};

const Action& action_in_path(const web::Request& request) {
  const Action* action = find_action(request.path.substr(request.path.rfind('/') + 1));
  if (!action) throw web::Refused(404, "There is no such page.");
  return *action;
}

Fields action_fields(const Fields& fields) {
  Fields rest;
  for (const auto& [name, value] : fields.all()) {
    if (std::ranges::find(own_fields, name) == std::end(own_fields)) rest.add(name, value);
  }
  return rest;
}

std::string sentences_about(const Draft& draft, const std::string& field) {
  std::string sentences;
  for (const Problem& problem : draft.problems) {
    if (problem.field == field) sentences += (sentences.empty() ? "" : " ") + problem.sentence;
  }
  return sentences;
}

/// One input with what is wrong with it.
void add_input(Values& part, const Draft& draft, const std::string& name, std::string_view label,
               std::string_view hint) {
  Values input = part.add("INPUT");
  input.set("NAME", name);
  input.set("LABEL", label);
  input.set("VALUE", draft.typed.text(name));
  input.show_if("HINT", hint);
  const std::string sentences = sentences_about(draft, name);
  if (sentences.empty()) return;
  input.add("PROBLEM").set("SENTENCE", sentences);
  input.show("IS_WRONG");
}

void add_models(Values& values, const Draft& draft) {
  Values choice = values.add("MODELS");
  for (const Model& model : models()) {
    if (!model.is_hardware()) continue;
    Values row = choice.add("MODEL");
    row.set("MODEL_NAME", model.name);
    row.set("MODEL_LABEL", model.label);
    if (draft.typed.text("model") == model.name) row.show("CHOSEN");
  }
}

/// The model and what is one line of text, in one group.
void add_inputs(Values& values, const Draft& draft) {
  const bool is_about_person = draft.action.asks_for("login");
  if (!is_about_person && !draft.action.asks_for("serial")) return;
  Values group = values.add("INPUTS");
  group.set("LEGEND", is_about_person ? "Person" : "Phone");
  if (draft.action.asks_for("model")) add_models(group, draft);
  for (const Input& input : inputs) {
    if (draft.action.asks_for(input.name)) {
      add_input(group, draft, std::string(input.name), input.label, input.hint);
    }
  }
}

/// The permissions of this line's account. Unticked boxes remove permissions only where the
/// current ones are known.
void add_permissions(Values& line, const Site& site, const Draft& draft, int position,
                     bool is_new_person) {
  const std::string field = line_field(position, "permission");
  Values list = line.add("PERMISSIONS");
  const std::string sentences = sentences_about(draft, field);
  if (!sentences.empty()) list.add("PROBLEM").set("SENTENCE", sentences);
  std::vector<std::string> has;
  const auto& lines = draft.record.wanted.lines;
  const auto there = std::ranges::find(lines, position, &Line::position);
  if (draft.is_alone) {
    has = draft.typed.texts(field);
    std::erase(has, "");
    if (draft.typed.has(field)) list.show("IS_THERE");
  } else if (!is_new_person && there != lines.end()) {
    list.show("IS_THERE");
    has = there->permissions.value_or(has);
  }
  fill_permissions(list, site.services.exchange, draft.typed.texts(field), has);
}

/// The accounts that other phones share, when the device is about to lose them.
void add_shared(Values& values, Site& site, const Draft& draft) {
  std::string shared;
  for (const Line& line : draft.record.wanted.lines) {
    const auto account =
        site.services.store.accounts.find(line.user, site.services.exchange.domain());
    if (!account) continue;
    for (const AccountPhone& phone : site.services.store.lines.phones_with(account->id)) {
      if (phone.id == draft.record.id) continue;
      shared += (shared.empty() ? "" : ", ") + line.user + " (" + phone.ref + ")";
    }
  }
  const bool keeps = draft.typed.text("keep_password") == "yes";
  if (shared.empty() && !(draft.is_alone && keeps)) return;
  Values part = values.add("SHARED");
  part.show_if("ACCOUNTS", shared);
  if (keeps) part.show("CHOSEN");
}

void add_lines(Values& values, const Site& site, const Draft& draft, bool is_new_person) {
  const int lines = is_new_person ? 1 : draft.record.wanted.model->lines;
  for (int position = 1; position <= lines; ++position) {
    Values line = values.add("LINE");
    line.set("N", position);
    add_input(line, draft, line_field(position, "user"), "Number",
              is_new_person ? "Leave empty for the number in the directory" : "");
    add_input(line, draft, line_field(position, "display"), "Name on the display",
              position == 1 ? "Leave empty for the person's name" : "");
    add_permissions(line, site, draft, position, is_new_person);
  }
}

/// Every parameter with its possible values, so that a browser can complete them.
void add_settings(Values& values, const Site& site, const Draft& draft) {
  Values part = values.add("SETTINGS");
  auto settings = draft.typed.texts("setting");
  std::erase(settings, "");
  settings.resize(settings.size() + empty_settings);
  int number = 0;
  for (const std::string& each : settings) {
    Values row = part.add("SETTING");
    row.set("NUMBER", ++number);
    row.set("VALUE", each);
  }
  const std::string sentences = sentences_about(draft, "setting");
  if (!sentences.empty()) part.add("PROBLEM").set("SENTENCE", sentences);
  const Model& model = *draft.record.wanted.model;
  const Profiles& profiles = site.services.profiles;
  for (const Parameter& parameter : profiles.parameter_table().parameters()) {
    if (parameter.type.is_secret() || parameter.type.is_status()) continue;
    if (profiles.fills_in(parameter.pattern)) continue;
    for (const std::string& name : parameter.names(model)) {
      Values known = part.add("KNOWN");
      known.set("NAME", name);
      known.set("MAY_BE", parameter.type.words());
    }
  }
}

void fill_problems(Values& values, const Draft& draft) {
  if (draft.problems.empty()) return;
  Values summary = values.add("SUMMARY");
  for (const Problem& problem : draft.problems) {
    Values item = summary.add(problem.field.empty() ? "PLAIN" : "LINKED");
    item.set("FIELD", problem.field == "setting" ? "setting1" : problem.field);
    item.set("SENTENCE", problem.sentence);
  }
  summary.show_if("EXISTING_REF", draft.existing_ref);
}

/// The changes that others made since the version that the form was made for.
void fill_meanwhile(Values& values, Store& store, const Record& record, int version) {
  Values meanwhile = values.add("MEANWHILE");
  for (const Revision& past : store.revisions.of(record)) {
    if (past.version != version) continue;
    for (const Difference& each :
         differences(past.wanted, past.person, record.wanted, record.person)) {
      meanwhile.add("DIFFERENCE").set("SENTENCE", each.sentence());
    }
  }
}

void fill_hidden(Values& values, const Site& site, const web::Request& request,
                 const Action& action, const Record& record, const std::string& key) {
  values.set("ACTION", action.name);
  values.set("REF", record.ref);
  give_form_token(values, site, request.user, change_action(action.name, record.ref), key);
}

std::string title_of(const Action& action, const Record& record) {
  return std::string(action.title) + ": " + std::string(record.wanted.model->label) + " of " +
         record.person.name;
}

web::Response show_form(Site& site, const web::Request& request, const Draft& draft, int status,
                        int looked_at) {
  const Action& action = draft.action;
  const std::string title =
      draft.is_alone ? std::string(action.title) : title_of(action, draft.record);
  Page page(site, "pages/change.tpl", title);
  page.is_for(request);
  if (!draft.problems.empty()) page.is_about_errors();
  Values& values = page.values();
  values.set("WHAT", action.what);
  values.set("VERSION", draft.record.version);
  fill_hidden(values, site, request, action, draft.record, draft.key);
  fill_problems(values, draft);
  if (draft.is_overtaken) {
    fill_meanwhile(values, site.services.store, draft.record, looked_at);
  }
  if (draft.is_foreign) values.show("TAKE_OVER");
  values.show_if("FROM", draft.typed.text("from"));
  add_inputs(values, draft);
  if (action.asks_for("line")) add_lines(values, site, draft, action.asks_for("login"));
  if (action.asks_for("keep_password")) add_shared(values, site, draft);
  if (action.asks_for("setting")) add_settings(values, site, draft);
  return page.response(status);
}

web::Response show_effects(Site& site, const web::Request& request, const Action& action,
                           const Record& record, const Fields& fields, const Effects& effects) {
  Page page(site, "pages/effects.tpl", title_of(action, record));
  page.is_for(request);
  Values& values = page.values();
  fill_hidden(values, site, request, action, record, fields.text("key"));
  values.set("VERB", action.title);
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

Record phone_named(Site& site, const std::string& ref) {
  site.services.require_databases();
  auto record = site.services.store.registrations.find(ref);
  if (!record) throw web::Refused(404, "There is no registration " + ref + ".");
  return std::move(*record);
}

}  // namespace

std::string change_action(std::string_view action, std::string_view ref) {
  return std::string(action) + " " + std::string(ref);
}

Record phone_in_path(Site& site, const web::Request& request) {
  std::string ref = request.path.substr(std::string_view("/phones/").size());
  return phone_named(site, ref.substr(0, ref.find('/')));
}

web::Response change_form_page(Site& site, const web::Request& request) {
  const Action& action = action_in_path(request);
  const Record record = phone_in_path(site, request);
  if (!record.is_live()) throw web::Refused(409, std::string(is_retired));
  Fields fields = fields_of(record.wanted);
  if (action.starts_empty) {
    Fields rest;
    for (const auto& [name, value] : fields.all()) {
      if (name == "model") rest.add(name, value);
    }
    fields = rest;
  }
  return show_form(site, request, {.action = action, .record = record, .typed = fields}, 200,
                   record.version);
}

web::Response change_page(Site& site, const web::Request& request) {
  const Fields fields = web::body_fields(request);
  const Action& action = action_in_path(request);
  const std::string ref = fields.text("ref");
  verify_form_token(site, request, fields, change_action(action.name, ref));
  const Record record = phone_named(site, ref);
  Draft again{.action = action, .record = record, .typed = action_fields(fields)};
  const int looked_at = version_in(fields);
  int status = 409;
  try {
    Change change = change_by(action, record, again.typed, site.services);
    if (change.wanted) require_may_set(site, request, &record.wanted, *change.wanted);
    change.actor = request.user;
    change.key = fields.text("key");
    change.version = looked_at;
    change.takes_over = fields.text("take_over") == "yes";
    if (fields.text("step") != "apply") {
      return show_effects(site, request, action, record, fields, effects_of(site.services, change));
    }
    change_phone(site.services, change);
    return web::see_other(site.base_path + "/phones/" + ref);
  } catch (const Rejected& rejected) {
    again.problems = rejected.problems();
    status = 422;
  } catch (const InProgress&) {
    throw;
  } catch (const Overtaken& overtaken) {
    again.problems = {overtaken.problem()};
    again.is_overtaken = true;
  } catch (const ForeignAccount& foreign) {
    again.problems = {foreign.problem()};
    again.is_foreign = true;
  } catch (const Conflict& conflict) {
    if (!record.is_live()) throw web::Refused(409, conflict.what());
    again.problems = {conflict.problem()};
    again.existing_ref = conflict.ref();
  }
  return show_form(site, request, again, status, looked_at);
}

web::Response change_page_again(Site& site, const web::Request& request,
                                const std::string& sentence) {
  const Fields fields = web::body_fields(request);
  const Action& action = action_in_path(request);
  verify_form_token(site, request, fields, change_action(action.name, fields.text("ref")));
  Record record;
  record.ref = fields.text("ref");
  record.version = version_in(fields);
  record.wanted.model = model_with_lines_of(fields);
  return show_form(site, request,
                   {.action = action,
                    .record = record,
                    .typed = action_fields(fields),
                    .problems = {{"", sentence}},
                    .is_foreign = fields.has("take_over"),
                    .key = fields.text("key"),
                    .is_alone = true},
                   503, record.version);
}

}  // namespace spaconf

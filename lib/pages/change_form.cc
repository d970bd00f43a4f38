// Fills pages/change.tpl with the fields that the action's row lists.
#include "pages/change_form.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"
#include "pages/form_guard.h"
#include "registration/differences.h"

namespace spaconf {
namespace {

/// The fields that every form has besides the action's own.
constexpr std::string_view own_fields[] = {"ref", "version", "key", "csrf", "step", "take_over"};

bool is_input(const FormField* field) {
  return field && (field->kind == FieldKind::code || field->kind == FieldKind::model);
}

/// The model and the fields with one line of text, in one group.
void add_inputs(Values& values, const FormView& view, const Action& action) {
  std::vector<std::string> names = split(std::string(action.fields), ' ');
  std::erase_if(names, [](const auto& name) { return !is_input(find_form_field(name)); });
  if (names.empty()) return;
  Values group = values.add("INPUTS");
  group.set("LEGEND", action.asks_for("login") ? _("Person") : _("Phone"));
  for (const std::string& name : names) add_field(group, view, name);
}

void add_lines(Values& values, const FormView& view) {
  const int lines = view.place == FormPlace::move ? 1 : view.model->lines;
  for (int position = 1; position <= lines; ++position) {
    Values line = values.add("LINE");
    line.set("N", position);
    add_line_fields(line, view, position);
  }
}

/// The accounts that other phones share: "1001 (abcdefghjk)".
std::string shared_accounts(Store& store, const std::string& domain, const Record& record) {
  std::vector<std::string> shared;
  for (const Line& line : record.wanted.lines) {
    const auto account = store.accounts.find(line.user, domain);
    if (!account) continue;
    for (const AccountPhone& phone : store.lines.phones_with(account->id)) {
      if (phone.id == record.id) continue;
      shared.push_back(line.user + " (" + phone.ref + ")");
    }
  }
  return joined(shared, ", ");
}

/// Asks about the passwords of shared accounts, when the device is about to lose them.
void add_shared(Values& values, Site& site, const FormView& view, const Record& record) {
  const bool keeps = view.draft.typed.text("keep_password") == "yes";
  const std::string shared =
      shared_accounts(site.services.store, site.services.exchange.domain(), record);
  if (shared.empty() && !(view.draft.is_alone && keeps)) return;
  Values part = values.add("SHARED");
  add_field(
      part, view, "keep_password",
      {.is_ticked = keeps,
       .hint = sentence(
           shared.empty()
               ? _("Shared accounts get a new password, because this device still stores the "
                   "old one. The other phones learn it with their next resync.")
               : _("Other phones share {accounts}. Shared accounts get a new password, because "
                   "this device still stores the old one. The other phones learn it with their "
                   "next resync."),
           {{"accounts", shared}})});
}

/// The changes that others made since the version that the form was made for.
void fill_meanwhile(Values& values, Store& store, const Record& record, int version) {
  Values meanwhile = values.add("MEANWHILE");
  for (const Difference& each : differences_since(store.revisions, record, version)) {
    meanwhile.add("DIFFERENCE").set("SENTENCE", each.sentence());
  }
}

}  // namespace

std::string change_action(std::string_view action, std::string_view ref) {
  return std::string(action) + " " + std::string(ref);
}

std::string change_title(const Action& action, const Record& record) {
  return sentence(_("{action}: {model} of {person}"), {{"action", _(action.title)},
                                                       {"model", _(record.wanted.model->label)},
                                                       {"person", record.person.name}});
}

Fields action_fields(const Fields& sent) {
  Fields rest;
  for (const auto& [name, value] : sent.all()) {
    if (std::ranges::find(own_fields, name) == std::end(own_fields)) rest.add(name, value);
  }
  return rest;
}

web::Response show_change_form(Site& site, const web::Request& request, const Action& action,
                               const Record& record, const Draft& draft, int looked_at) {
  Page page(site, "pages/change.tpl",
            draft.is_alone ? _(action.title) : change_title(action, record));
  page.is_for(request);
  if (!draft.problems.empty()) page.is_about_errors();
  Values& values = page.values();
  const bool is_move = action.asks_for("login");
  const FormView view{.site = site,
                      .draft = draft,
                      .place = is_move ? FormPlace::move : FormPlace::change,
                      .model = record.wanted.model,
                      .there = is_move || draft.is_alone ? nullptr : &record.wanted};
  values.set("WHAT", _(action.what));
  values.set("ACTION", action.name);
  values.set("REF", record.ref);
  values.set("VERSION", record.version);
  give_form_token(values, site, request.user, change_action(action.name, record.ref),
                  draft.is_alone ? draft.typed.text("key") : "");
  add_summary(values, site.base_path, draft);
  if (draft.is_overtaken) fill_meanwhile(values, site.services.store, record, looked_at);
  values.show_if("FROM", draft.typed.text("from"));
  add_inputs(values, view, action);
  if (action.asks_for("mac"))
    values.add("SCANS").set("FAMILIES", site.services.profiles.known_ouis());
  if (action.asks_for("line")) add_lines(values, view);
  if (action.asks_for("setting")) {
    Values part = values.add("SETTINGS");
    add_field(part, view, "setting");
  }
  if (action.asks_for("keep_password")) add_shared(values, site, view, record);
  const Line* waiting = record.waiting_line();
  const bool is_foreign = waiting && waiting->account_state == AccountState::foreign;
  const bool is_in_the_way =
      is_foreign || draft.is_foreign || (draft.is_alone && draft.typed.has("take_over"));
  if (action.takes_over && is_in_the_way) {
    Values part = values.add("TAKE_OVER");
    add_field(part, view, "take_over");
  }
  return page.response(draft.status);
}

}  // namespace spaconf

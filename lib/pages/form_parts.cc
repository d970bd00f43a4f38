// Fills the template of each kind of field.
#include "pages/form_parts.h"

#include <algorithm>
#include <stdexcept>

#include "base/translation.h"
#include "pages/permissions_part.h"
#include "registration/form.h"

namespace spaconf {
namespace {

/// How many empty rows for new settings a form offers.
constexpr int empty_settings = 2;

/// A field and everything it is filled from.
struct Filling {
  const FormView& view;
  const FormField& field;
  const std::string& name;
  int position;  // of its line; 0 without a line
  const FieldOptions& options;
};

bool is_of_new_phone(const FormView& view) { return view.place == FormPlace::new_phone; }

/// Adds the problem and names the elements that explain the field.
void explain(Values& part, const Filling& filling, std::string_view hint) {
  const std::string sentences = sentences_about(filling.view.draft, filling.name);
  if (!sentences.empty()) part.add("PROBLEM").set("SENTENCE", sentences);
  if (hint.empty() && sentences.empty()) return;
  part.show_if("HINT", hint);
  std::string by = hint.empty() ? "" : filling.name + "-hint";
  if (!sentences.empty()) by += (by.empty() ? "" : " ") + filling.name + "-error";
  part.set("BY", by);
  part.show("EXPLAINED");
}

FormPlace place_of(const Filling& filling) {
  if (filling.position <= 1) return filling.view.place;
  return is_of_new_phone(filling.view) ? FormPlace::new_more_lines : FormPlace::change_more_lines;
}

void fill_text(Values& part, const Filling& filling) {
  static const ValueName value("VALUE");
  part.set(value, filling.view.draft.typed.text(filling.name));
  const FormField::Words& words = filling.field.words_in(place_of(filling));
  part.show_if("REMARK", _(words.remark));
  explain(part, filling, _(words.hint));
}

void fill_code(Values& part, const Filling& filling) {
  fill_text(part, filling);
  if (filling.options.is_first) part.show("FIRST");
  if (is_scanned(filling.field.name)) part.show("SCANNED");
  if (filling.field.has_status) part.show("SCAN_STATUS");
  if (filling.field.has_domain && is_of_new_phone(filling.view)) {
    part.add("AT").set("DOMAIN", filling.view.site.services.exchange.domain());
  }
}

/// A registered phone can only be replaced by a device.
void fill_model(Values& part, const Filling& filling) {
  static const ValueName name("MODEL_NAME"), label("MODEL_LABEL"), lines("MODEL_LINES");
  const std::string chosen = filling.view.draft.typed.text(filling.name);
  for (const Model& model : models()) {
    if (!is_of_new_phone(filling.view) && !model.is_hardware()) continue;
    Values choice = part.add("MODEL");
    choice.set(name, model.name);
    choice.set(label, _(model.label));
    choice.set(lines, std::to_string(model.lines));
    if (chosen == model.name) choice.show("CHOSEN");
  }
  explain(part, filling, "");
}

/// The permissions typed for the line, or else for every line.
std::vector<std::string> permissions_typed(const Fields& typed, const std::string& own,
                                           int position) {
  if (typed.has(own)) return typed.texts(own);
  const bool is_used = !typed.text(line_field(position, "user")).empty();
  return is_used ? typed.texts("permission") : std::vector<std::string>();
}

/// Unticked boxes remove permissions only where the current ones are known; there an empty value is
/// sent along.
void fill_line_permissions(Values& part, const Filling& filling) {
  const auto& [view, field, name, position, options] = filling;
  const Fields& typed = view.draft.typed;
  const auto chosen = permissions_typed(typed, name, position);
  std::vector<std::string> has;
  bool is_there =
      is_of_new_phone(view) && typed.has(name) && std::ranges::find(chosen, "") != chosen.end();
  if (view.there) {
    const auto& lines = view.there->lines;
    const auto line = std::ranges::find(lines, position, &Line::position);
    is_there = line != lines.end();
    if (is_there && line->permissions) has = *line->permissions;
  } else if (view.draft.is_alone && !is_of_new_phone(view)) {
    is_there = typed.has(name);
    has = chosen;
    std::erase(has, "");
  }
  if (is_there) part.show("IS_THERE");
  explain(part, filling, "");
  const std::string of_all = position == 1 ? sentences_about(view.draft, "permission") : "";
  if (!of_all.empty()) part.add("OF_ALL").set("SENTENCE", of_all);
  fill_permissions(part, view.site.services.exchange, chosen, has);
}

/// Every parameter with its possible values, so that a browser can complete them.
void fill_settings(Values& part, const Filling& filling) {
  const FormView& view = filling.view;
  auto typed = view.draft.typed.texts(filling.name);
  std::erase(typed, "");
  typed.resize(typed.size() + empty_settings);
  int number = 0;
  for (const std::string& each : typed) {
    Values row = part.add("SETTING");
    row.set("NUMBER", ++number);
    row.set("VALUE", each);
  }
  part.set("HINT", _(filling.field.words_in(view.place).hint));
  const std::string sentences = sentences_about(view.draft, filling.name);
  if (!sentences.empty()) part.add("PROBLEM").set("SENTENCE", sentences);
  const Profiles& profiles = view.site.services.profiles;
  for (const Parameter& parameter : profiles.parameter_table().parameters()) {
    if (parameter.type.is_secret() || parameter.type.is_status()) continue;
    if (profiles.fills_in(parameter.pattern)) continue;
    for (const std::string& name : parameter.names(*view.model)) {
      Values known = part.add("KNOWN");
      known.set("PARAMETER", name);
      known.set("MAY_BE", parameter.type.words());
    }
  }
}

void fill_box(Values& part, const Filling& filling) {
  if (filling.options.is_ticked) part.show("CHOSEN");
  explain(part, filling, filling.options.hint);
}

struct PartOfKind {
  FieldKind kind;
  std::string_view file;
  void (*fill)(Values& part, const Filling& filling);
};
constexpr PartOfKind kinds[] = {
    {FieldKind::code, "pages/code_field.tpl", fill_code},
    {FieldKind::text, "pages/text_field.tpl", fill_text},
    {FieldKind::model, "pages/model_field.tpl", fill_model},
    {FieldKind::permissions, "pages/permissions_field.tpl", fill_line_permissions},
    {FieldKind::settings, "pages/settings_field.tpl", fill_settings},
    {FieldKind::box, "pages/box_field.tpl", fill_box},
};

const PartOfKind& kind_of(const Filling& filling) {
  return *std::ranges::find(kinds, filling.field.kind, &PartOfKind::kind);
}

void fill(Values& part, const Filling& filling) {
  static const ValueName name("NAME"), label("LABEL");
  part.set(name, filling.name);
  part.set(label, _(filling.field.label));
  kind_of(filling).fill(part, filling);
}

/// A new phone's field depends on nothing but the language and its options while nothing was typed
/// into it, and nothing is wrong with it. The model has a choice from the beginning.
bool is_same_for_everybody(const Filling& filling) {
  const Draft& draft = filling.view.draft;
  const auto is_right = [&](const std::string& name) {
    return sentences_about(draft, name).empty();
  };
  const auto is_untouched = [&](const std::string& name) {
    return !draft.typed.has(name) && is_right(name);
  };
  if (!is_of_new_phone(filling.view)) return false;
  switch (filling.field.kind) {
    case FieldKind::code:
    case FieldKind::text: return is_untouched(filling.name);
    case FieldKind::permissions: return is_untouched(filling.name) && is_untouched("permission");
    case FieldKind::model:
      return draft.typed.text(filling.name) == usual_model && is_right(filling.name);
    default: return false;
  }
}

const std::string& kept_text(const Filling& filling) {
  Site& site = filling.view.site;
  const std::string key = filling.name + (filling.options.is_first ? " first" : "");
  return site.kept_parts.text(key, [&] {
    Values alone;
    fill(alone, filling);
    return site.services.templates.fill(kind_of(filling).file, alone);
  });
}

void add_part(Values& values, const Filling& filling) {
  const std::string_view slot = filling.options.slot;
  if (is_same_for_everybody(filling)) {
    values.include(slot, "pages/kept_part.tpl").set("PART", kept_text(filling));
  } else {
    Values part = values.include(slot, kind_of(filling).file);
    fill(part, filling);
  }
}

}  // namespace

void add_field(Values& values, const FormView& view, const std::string& name,
               const FieldOptions& options) {
  const FormField* field = find_form_field(name);
  if (!field) throw std::logic_error("there is no form field " + name);
  add_part(values, {view, *field, name, line_of(name), options});
}

void add_line_fields(Values& line, const FormView& view, int position) {
  const FieldOptions options;
  for (const FormField& field : line_form_fields()) {
    if (field.name == "password" && !is_of_new_phone(view)) continue;
    add_part(line, {view, field, line_field(position, field.name), position, options});
  }
}

}  // namespace spaconf

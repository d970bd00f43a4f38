// Compiles the family's template for one model.
// Drops parameters that the model lacks, and keeps every element in its own row, where settings
// can replace it.
#include "phone/model_template.h"

#include <algorithm>

#include "base/error.h"

namespace spaconf {

ModelTemplate::Row::Row(const TemplateLine& source) : before(source.text), line(source.line) {}

namespace {

constexpr std::string_view root = "<flat-profile>", end_of_root = "</flat-profile>";

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.{}").find(c) != std::string_view::npos;
  });
}

/// The variable when the value is just a placeholder, else empty.
std::string variable(std::string_view value) {
  if (!value.starts_with("{{") || !value.ends_with("}}")) return "";
  return std::string(value.substr(2, value.size() - 4));
}

}  // namespace

ModelTemplate::ModelTemplate(const std::filesystem::path& file, std::string_view family,
                             const Model& model, const ParameterTable& parameter_table,
                             const TemplateConstants& constants)
    : file_(file) {
  std::vector<Row> paragraph;
  bool in_comment = false, had_elements = false;
  auto end_paragraph = [&] {
    bool kept = std::ranges::any_of(paragraph, [](const Row& row) { return !row.element.empty(); });
    if (kept || !had_elements) append(std::move(paragraph));
    paragraph.clear();
    had_elements = false;
  };
  for (const TemplateLine& source : unrolled(file, family, model, constants)) {
    in_comment = in_comment || source.text.starts_with("<!--");
    if (source.text == end_of_root) end_paragraph();
    if (in_comment || source.text.empty() || source.text == root || source.text == end_of_root) {
      paragraph.push_back(Row(source));
    } else {
      had_elements = true;
      for (Row& row : elements(source, model, parameter_table)) paragraph.push_back(std::move(row));
    }
    if (source.text.find("-->") != source.text.npos) in_comment = false;
    if (source.text.empty()) end_paragraph();
  }
  end_paragraph();
  if (rows_.empty() || rows_.front().before != root || rows_.back().before != end_of_root) {
    wrong(1, "must begin and end with flat-profile");
  }
}

std::vector<ModelTemplate::Row> ModelTemplate::elements(const TemplateLine& source,
                                                        const Model& model,
                                                        const ParameterTable& parameter_table) {
  std::string_view text = source.text;
  auto end_of_tag = text.find('>');
  std::string name(text.substr(0, std::min(end_of_tag, text.find(' '))));
  if (name.starts_with('<')) name.erase(0, 1);
  const std::string after = "</" + name + ">";
  if (!is_name(name) || end_of_tag == text.npos || !text.ends_with(after)) {
    wrong(source.line, "expected one element in one line: " + source.text);
  }
  if (!parameter_table.find(name)) wrong(source.line, parameter_table.why_unknown(name));
  std::string value(text.substr(end_of_tag + 1, text.size() - after.size() - end_of_tag - 1));
  std::string attributes(text.substr(name.size() + 1, end_of_tag - name.size() - 1));
  const std::string placeholder = variable(value);
  if (placeholder.empty() && value.find("{{") != value.npos) {
    wrong(source.line, "an element must contain a value or a placeholder, not both");
  }
  std::vector<Row> rows;
  for (const std::string& each : parameter_table.names(name, model)) {
    std::string own =
        source.position ? placeholder + "_" + std::to_string(source.position) : placeholder;
    if (!placeholder.empty()) placeholders_.push_back({each, placeholder, source.position, own});
    Row row(source);
    row.before = "<" + each + attributes + ">";
    row.value = placeholder.empty() ? value : "{{" + own + "}}";
    row.after = "</" + each + ">";
    row.element = each;
    row.has_placeholder = !placeholder.empty();
    rows.push_back(std::move(row));
  }
  return rows;
}

void ModelTemplate::append(std::vector<Row> paragraph) {
  for (Row& row : paragraph) {
    if (!row.element.empty() && !places_.try_emplace(row.element, rows_.size()).second) {
      wrong(row.line, row.element + " is set twice");
    }
    rows_.push_back(std::move(row));
  }
}

void ModelTemplate::wrong(unsigned line, const std::string& what) const {
  throw Misconfigured(file_.string() + (line ? ":" + std::to_string(line) : "") + ": " + what);
}

bool ModelTemplate::is_placeholder(const std::string& name) const {
  auto place = places_.find(name);
  return place != places_.end() && rows_[place->second].has_placeholder;
}

void ModelTemplate::set(const std::string& name, const std::string& value) {
  if (auto place = places_.find(name); place != places_.end()) {
    rows_[place->second].value = xml_escaped(value);
    return;
  }
  places_.emplace(name, rows_.size() - 1);
  Row row({.text = "<" + name + ">", .line = 0});
  row.value = xml_escaped(value);
  row.after = "</" + name + ">";
  row.element = name;
  rows_.insert(rows_.end() - 1, std::move(row));
}

std::string ModelTemplate::text() const {
  std::string text(template_pragma);
  for (const Row& row : rows_) text += row.text();
  return text;
}

std::vector<std::string> ModelTemplate::fixed_parts() const {
  std::vector<std::string> parts(1);
  for (const Row& row : rows_) {
    if (row.has_placeholder) {
      parts.emplace_back();
    } else {
      parts.back() += row.text();
    }
  }
  return parts;
}

void ModelTemplate::check_values(const Parameters& filled,
                                 const ParameterTable& parameter_table) const {
  for (const auto& [name, value] : filled) {
    auto place = places_.find(name);
    if (place == places_.end() || rows_[place->second].has_placeholder) continue;
    std::string error = parameter_table.find(name)->type.error(value);
    if (!error.empty()) wrong(rows_[place->second].line, name + " " + error);
  }
}

}  // namespace spaconf

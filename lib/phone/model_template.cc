// Unrolls the lines, drops what the model does not have, and keeps every element in a
// row of its own so that settings find it.
#include "phone/model_template.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace spaconf {

/// A line of the template, unrolled.
struct Sheet::Source {
  std::string text;
  unsigned line;     // in the file
  int position = 0;  // of the phone's line or line key
};

Sheet::Row::Row(const Source& source) : before(source.text), line(source.line) {}

namespace {

constexpr std::string_view pragma = "{{%AUTOESCAPE context=\"XML\"}}";
constexpr std::string_view root = "<flat-profile>", end_of_root = "</flat-profile>";

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.{}").find(c) != std::string_view::npos;
  });
}

/// The variable when the value is nothing but a gap, else empty.
std::string variable(std::string_view value) {
  if (!value.starts_with("{{") || !value.ends_with("}}")) return "";
  return std::string(value.substr(2, value.size() - 4));
}

/// Without the pragma and the comments that are for readers of the template; what
/// remains stays in its line.
std::string without_remarks(std::string_view text) {
  std::string result;
  if (text.starts_with(pragma)) text.remove_prefix(pragma.size());
  for (;;) {
    auto begin = text.find("{{!"), end = text.find("}}", begin);
    result += text.substr(0, begin);
    if (begin == text.npos || end == text.npos) return result;
    result.append(std::size_t(std::ranges::count(text.substr(begin, end - begin), '\n')), '\n');
    text.remove_prefix(end + 2);
  }
}

}  // namespace

std::string xml_escaped(std::string_view value) {
  std::string escaped;
  for (char c : value) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::vector<Sheet::Source> Sheet::unrolled(const std::string& text, const Model& model) const {
  std::vector<Source> sources, loop;
  int times = -1;  // of the loop that we are in
  unsigned line = 0;
  for (std::string& each : split(trim(text), '\n')) {
    Source source{.text = std::move(each), .line = ++line};
    if (source.text == "{{#LINE}}") {
      times = model.lines;
    } else if (source.text == "{{#KEY}}") {
      times = model.line_keys;
    } else if (source.text == "{{/LINE}}" || source.text == "{{/KEY}}") {
      for (int n = 1; n <= times; ++n) {
        for (const Source& inner : loop) {
          sources.push_back({replaced(inner.text, "{{N}}", std::to_string(n)), inner.line, n});
        }
      }
      loop.clear();
      times = -1;
    } else {
      (times < 0 ? sources : loop).push_back(std::move(source));
    }
  }
  if (times >= 0) wrong(line, "LINE or KEY is not closed");
  return sources;
}

Sheet::Sheet(const std::filesystem::path& file, std::string_view family, const Model& model,
             const Dictionary& dictionary, const Constants& constants)
    : file_(file) {
  std::string text = without_remarks(family);
  for (const auto& [name, value] : constants) {
    text = replaced(text, "{{" + name + "}}", xml_escaped(value));
  }
  std::vector<Row> paragraph;
  bool in_comment = false, had_elements = false;
  auto end_paragraph = [&] {
    bool kept = std::ranges::any_of(paragraph, [](const Row& row) { return !row.element.empty(); });
    if (kept || !had_elements) append(std::move(paragraph));
    paragraph.clear();
    had_elements = false;
  };
  for (const Source& source : unrolled(text, model)) {
    in_comment = in_comment || source.text.starts_with("<!--");
    if (source.text == end_of_root) end_paragraph();
    if (in_comment || source.text.empty() || source.text == root || source.text == end_of_root) {
      paragraph.push_back(Row(source));
    } else {
      had_elements = true;
      for (Row& row : elements(source, model, dictionary)) paragraph.push_back(std::move(row));
    }
    if (source.text.find("-->") != source.text.npos) in_comment = false;
    if (source.text.empty()) end_paragraph();
  }
  end_paragraph();
  if (rows_.empty() || rows_.front().before != root || rows_.back().before != end_of_root) {
    wrong(1, "does not begin and end with flat-profile");
  }
}

std::vector<Sheet::Row> Sheet::elements(const Source& source, const Model& model,
                                        const Dictionary& dictionary) {
  std::string_view text = source.text;
  auto end_of_tag = text.find('>');
  std::string name(text.substr(0, std::min(end_of_tag, text.find(' '))));
  if (name.starts_with('<')) name.erase(0, 1);
  const std::string after = "</" + name + ">";
  if (!is_name(name) || end_of_tag == text.npos || !text.ends_with(after)) {
    wrong(source.line, "not one element in one line: " + source.text);
  }
  if (!dictionary.find(name)) {
    wrong(source.line, name + " is no parameter; the nearest is " + dictionary.nearest(name));
  }
  std::string value(text.substr(end_of_tag + 1, text.size() - after.size() - end_of_tag - 1));
  std::string attributes(text.substr(name.size() + 1, end_of_tag - name.size() - 1));
  const std::string gap = variable(value);
  if (gap.empty() && value.find("{{") != value.npos) {
    wrong(source.line, "an element holds a value or a gap, not both");
  }
  std::vector<Row> rows;
  for (const std::string& each : dictionary.names(name, model)) {
    std::string own = source.position ? gap + "_" + std::to_string(source.position) : gap;
    if (!gap.empty()) gaps_.push_back({each, gap, source.position, own});
    Row row(source);
    row.before = "<" + each + attributes + ">";
    row.value = gap.empty() ? value : "{{" + own + "}}";
    row.after = "</" + each + ">";
    row.element = each;
    row.has_gap = !gap.empty();
    rows.push_back(std::move(row));
  }
  return rows;
}

void Sheet::append(std::vector<Row> paragraph) {
  for (Row& row : paragraph) {
    if (!row.element.empty() && !places_.try_emplace(row.element, rows_.size()).second) {
      wrong(row.line, row.element + " stands twice");
    }
    rows_.push_back(std::move(row));
  }
}

void Sheet::wrong(unsigned line, const std::string& what) const {
  throw Misconfigured(file_.string() + (line ? ":" + std::to_string(line) : "") + ": " + what);
}

bool Sheet::is_gap(const std::string& name) const {
  auto place = places_.find(name);
  return place != places_.end() && rows_[place->second].has_gap;
}

void Sheet::set(const std::string& name, const std::string& value) {
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

std::string Sheet::text() const {
  std::string text(pragma);
  for (const Row& row : rows_) text += row.text();
  return text;
}

std::vector<std::string> Sheet::pieces() const {
  std::vector<std::string> pieces(1);
  for (const Row& row : rows_) {
    if (row.has_gap) {
      pieces.emplace_back();
    } else {
      pieces.back() += row.text();
    }
  }
  return pieces;
}

void Sheet::check_values(const Parameters& filled, const Dictionary& dictionary) const {
  for (const auto& [name, value] : filled) {
    auto place = places_.find(name);
    if (place == places_.end() || rows_[place->second].has_gap) continue;
    std::string objection = dictionary.find(name)->kind.objection(value);
    if (!objection.empty()) wrong(rows_[place->second].line, name + " " + objection);
  }
}

}  // namespace spaconf

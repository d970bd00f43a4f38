// Reads templates/phones/parameters.tsv.
// The names are expanded for all models when the table is read, so that looking up a name from
// a profile or the configuration is fast.
#include "phone/parameter_table.h"

#include <algorithm>
#include <set>
#include <system_error>

#include "base/edit_distance.h"
#include "base/error.h"
#include "base/file.h"
#include "base/number.h"
#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

enum Column { name, tab, section, models_of, firmware, kind, factory, user, sources, columns };
constexpr char heading[] = "name\ttab\tsection\tmodels\tfirmware\tkind\tdefault\tuser\tsources";

std::vector<std::string> numbers(std::int64_t first, std::int64_t last) {
  std::vector<std::string> all;
  for (auto i = first; i <= last; ++i) all.push_back(std::to_string(i));
  return all;
}

/// The values of "n", "k", "1-32" or "A-P" between the braces.
std::vector<std::string> values_of(std::string_view loop, const Model& model) {
  if (loop == "n") return numbers(1, model.lines);
  if (loop == "k") return numbers(1, model.line_keys);
  auto dash = loop.find('-');
  if (dash == loop.npos || dash == 0 || dash + 1 == loop.size()) return {};
  std::string_view first = loop.substr(0, dash), last = loop.substr(dash + 1);
  if (const auto number = whole_number(first, 1)) {
    return numbers(*number, whole_number(last).value_or(0));
  }
  std::vector<std::string> letters;
  for (char c = first[0]; c <= last[0]; ++c) letters.emplace_back(1, c);
  return letters;
}

void spell_out(std::string_view pattern, const Model& model, const std::string& before,
               std::vector<std::string>& names) {
  auto begin = pattern.find('{'), end = pattern.find('}');
  if (begin == pattern.npos || end == pattern.npos) {
    names.push_back(before + std::string(pattern));
    return;
  }
  for (const std::string& value : values_of(pattern.substr(begin + 1, end - begin - 1), model)) {
    spell_out(pattern.substr(end + 1), model,
              before + std::string(pattern.substr(0, begin)) + value, names);
  }
}

}  // namespace

bool Parameter::is_for(const Model& model) const {
  if (!model.is_hardware()) return false;
  return models == "all" ||
         (" " + models + " ").find(" " + std::string(model.name.substr(3)) + " ") !=
             std::string::npos;
}

std::vector<std::string> Parameter::names(const Model& model) const {
  std::vector<std::string> names;
  if (is_for(model)) spell_out(pattern, model, "", names);
  return names;
}

ParameterTable::ParameterTable(const std::filesystem::path& file) {
  std::string text;
  try {
    text = read_file(file);
  } catch (const std::system_error& error) {
    throw Misconfigured(error.what());
  }
  int line_number = 0;
  bool began = false;
  for (const std::string& line : split(text, '\n')) {
    ++line_number;
    auto wrong = [&](const std::string& what) {
      throw Misconfigured(file.string() + ":" + std::to_string(line_number) + ": " + what);
    };
    if (line.empty() || line.starts_with('#')) continue;
    if (!began) {
      if (line != heading) wrong("the first row must name the columns");
      began = true;
      continue;
    }
    auto fields = split(line, '\t');
    if (fields.size() != columns) wrong("a row must have " + std::to_string(columns) + " columns");
    if (!ParameterType::exists(fields[kind])) wrong("unknown type " + fields[kind]);
    parameters_.push_back({fields[name], fields[tab], fields[section], fields[models_of],
                           fields[firmware], ParameterType(fields[kind]), fields[factory],
                           fields[user], fields[sources]});
    std::set<std::string> spelled;
    for (const Model& model : models()) {
      for (std::string& each : parameters_.back().names(model)) spelled.insert(std::move(each));
    }
    if (spelled.empty()) wrong(fields[name] + " fits no known model");
    spelled.insert(fields[name]);
    for (const std::string& each : spelled) {
      if (!rows_.try_emplace(each, parameters_.size() - 1).second)
        wrong(each + " is defined twice");
    }
  }
}

const Parameter* ParameterTable::find(std::string_view name) const {
  auto found = rows_.find(std::string(name));
  return found == rows_.end() ? nullptr : &parameters_[found->second];
}

std::vector<std::string> ParameterTable::names(std::string_view name, const Model& model) const {
  const Parameter* parameter = find(name);
  if (!parameter) return {};
  auto all = parameter->names(model);
  if (name == parameter->pattern) return all;
  if (std::ranges::find(all, name) == all.end()) return {};
  return {std::string(name)};
}

std::string ParameterTable::why_unknown(std::string_view name) const {
  const std::string other = nearest(name);
  return sentence(other.empty() ? _("{name} is not a parameter")
                                : _("{name} is not a parameter; the nearest is {nearest}"),
                  {{"name", name}, {"nearest", other}});
}

/// The known name most like this one. Empty when more than a third of the letters differ, or when
/// the name is longer than any that is known.
std::string ParameterTable::nearest(std::string_view name) const {
  if (name.size() > EditDistance::longest) return {};
  const EditDistance distance(name);
  std::string best;
  std::size_t least = name.size() / 3;
  for (const auto& [each, row] : rows_) {
    const std::size_t far = distance.to(each);
    if (far < least || (far == least && (best.empty() || each < best))) {
      least = far;
      best = each;
    }
  }
  return best;
}

}  // namespace spaconf

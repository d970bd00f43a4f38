// Leaves out, step by step, the models that do not fit a profile.
#include "phone/foreign_model.h"

#include <algorithm>
#include <set>

#include "base/number.h"
#include "base/text.h"
#include "base/translation.h"
#include "phone/user_agent.h"

namespace spaconf {
namespace {

/// A profile with this many parameters has all lines of its model; a short one has those in use.
constexpr std::size_t least_complete = 200;

using Models = std::vector<const Model*>;

/// The highest number of a line that the profile names: in all its elements, and in those of lines
/// that have a user.
struct LineNumbers {
  int named = 0, used = 0;
};

LineNumbers line_numbers(const ForeignProfile& profile) {
  constexpr std::string_view before = "User_ID_";
  LineNumbers found;
  for (const ForeignElement& each : profile.parameters) {
    if (!each.name.starts_with(before) || !each.name.ends_with('_')) continue;
    const auto number = whole_number(
        std::string_view(each.name).substr(before.size(), each.name.size() - before.size() - 1), 1,
        99);
    if (!number) continue;
    const int line = static_cast<int>(*number);
    found.named = std::max(found.named, line);
    if (!each.value.empty()) found.used = std::max(found.used, line);
  }
  return found;
}

Models with_lines(int least) {
  Models fit;
  for (const Model& model : models()) {
    if (model.is_hardware() && model.lines >= least) fit.push_back(&model);
  }
  return fit;
}

/// Those with the fewest lines.
Models smallest(Models fit) {
  if (fit.empty()) return fit;
  const int lines = (*std::ranges::min_element(fit, {}, &Model::lines))->lines;
  std::erase_if(fit, [&](const Model* each) { return each->lines != lines; });
  return fit;
}

/// The model's digits in a name such as "SPA-942", "spa942" or "SPA942G".
const Model* named(const Models& fit, const std::string& product) {
  const std::string name = replaced(lower(product), "-", "");
  for (const Model* each : fit) {
    if (name.starts_with(each->name)) return each;
  }
  return nullptr;
}

/// Those that know each parameter of the profile which any of them knows; all of them when the
/// parameters contradict one another.
Models with_its_parameters(const Models& fit, const ForeignProfile& profile,
                           const ParameterTable& parameter_table) {
  Models rest = fit;
  for (const ForeignElement& each : profile.parameters) {
    if (each.value.empty()) continue;
    const auto knows = [&](const Model* model) {
      return !parameter_table.names(each.name, *model).empty();
    };
    if (std::ranges::none_of(fit, knows)) continue;
    std::erase_if(rest, [&](const Model* model) { return !knows(model); });
  }
  if (rest.empty()) return fit;
  return rest;
}

}  // namespace

PossibleModels models_of(const ForeignProfile& profile, const std::vector<std::string>& user_agents,
                         const ParameterTable& parameter_table) {
  const LineNumbers lines = line_numbers(profile);
  const Models fit = with_lines(std::max(lines.used, 1));
  if (const Model* model = named(fit, profile.value("Product_Name"))) {
    return {{model}, _("by Product_Name")};
  }
  std::set<const Model*> online;
  for (const std::string& each : user_agents) {
    const auto agent = parse_user_agent(each);
    if (agent && std::ranges::count(fit, agent->model)) online.insert(agent->model);
  }
  if (online.size() == 1) return {{*online.begin()}, _("by its User-Agent")};
  Models by_lines = with_lines(std::max(lines.named, 1));
  if (by_lines.empty()) by_lines = fit;
  if (profile.parameters.size() >= least_complete) by_lines = smallest(std::move(by_lines));
  return {with_its_parameters(by_lines, profile, parameter_table),
          _("by its lines and parameters")};
}

}  // namespace spaconf

// Compares two states of a registration member by member.
#include "registration/differences.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace spaconf {
namespace {

std::string text_of(const Line* line) {
  if (!line) return "";
  return line->user + (line->display.empty() ? "" : ", shown as " + line->display);
}

std::string number_of(const Line* line) { return line ? line->user : ""; }

const Line* line_at(const Registration& wanted, int position) {
  auto found = std::ranges::find(wanted.lines, position, &Line::position);
  return found == wanted.lines.end() ? nullptr : &*found;
}

/// A setting that clears its parameter differs from no setting.
std::string value_of(const Registration& wanted, const std::string& name) {
  auto found = std::ranges::find(wanted.settings, name, &Setting::name);
  if (found == wanted.settings.end()) return "";
  return found->value.empty() ? "empty" : found->value;
}

/// The difference in an account's permissions, when both states have them.
std::optional<Difference> difference_of_permissions(const Line& before, const Line& after) {
  if (!before.permissions || !after.permissions) return {};
  std::string was = in_words(*before.permissions), is = in_words(*after.permissions);
  if (was == is) return {};
  return Difference{"account " + after.user + " may call", std::move(was), std::move(is), false};
}

std::string name_of(const Registration& wanted, const Person& person) {
  return person.name + " (" + wanted.login + ")";
}

}  // namespace

std::string in_words(std::vector<std::string> permissions) {
  std::ranges::sort(permissions);
  return permissions.empty() ? "nothing" : joined(permissions, ", ");
}

std::string Difference::sentence() const {
  if (before.empty()) return what + ": new, " + after;
  if (after.empty()) return what + ": no longer " + before;
  return what + ": " + before + " → " + after;
}

std::vector<Difference> differences(const Registration& before, const Person& whose,
                                    const Registration& after, const Person& whose_then) {
  std::vector<Difference> found;
  auto compare = [&](std::string what, std::string was, std::string is,
                     bool concerns_network_staff) {
    if (was != is)
      found.push_back({std::move(what), std::move(was), std::move(is), concerns_network_staff});
  };
  compare("person", name_of(before, whose), name_of(after, whose_then), true);
  compare("room", whose.room, whose_then.room, true);
  compare("telephone", whose.telephone, whose_then.telephone, false);
  compare("model", std::string(before.model->label), std::string(after.model->label), true);
  compare("MAC address", before.mac ? before.mac->colons() : "",
          after.mac ? after.mac->colons() : "", true);
  compare("serial number", before.serial, after.serial, false);
  compare("hostname", before.hostname, after.hostname, true);
  compare("inventory number", before.inventory, after.inventory, false);
  for (int position = 1; position <= most_lines; ++position) {
    const Line *was = line_at(before, position), *is = line_at(after, position);
    const std::size_t count = found.size();
    compare("line " + std::to_string(position), text_of(was), text_of(is), false);
    if (found.size() > count) found.back().is_of_number = number_of(was) != number_of(is);
  }
  for (const Line& line : after.lines) {
    auto was = std::ranges::find(before.lines, line.user, &Line::user);
    if (was == before.lines.end()) continue;
    if (auto each = difference_of_permissions(*was, line)) found.push_back(std::move(*each));
  }
  std::set<std::string> names;
  for (const Setting& each : before.settings) names.insert(each.name);
  for (const Setting& each : after.settings) names.insert(each.name);
  for (const std::string& name : names) {
    compare("parameter " + name, value_of(before, name), value_of(after, name), false);
  }
  return found;
}

std::vector<Difference> differences_since(Revisions& revisions, const Record& record, int version) {
  for (const Revision& former : revisions.of(record)) {
    if (former.version != version) continue;
    return differences(former.wanted, former.person, record.wanted, record.person);
  }
  return {};
}

}  // namespace spaconf

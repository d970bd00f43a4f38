// Compares two states of a registration member by member.
#include "registration/differences.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf {
namespace {

std::string text_of(const Line* line) {
  if (!line) return "";
  if (line->display.empty()) return line->user;
  return sentence(_("{user}, shown as {display}"),
                  {{"user", line->user}, {"display", line->display}});
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
  return found->value.empty() ? _("empty") : found->value;
}

/// The difference in an account's permissions, when both states have them.
std::optional<Difference> difference_of_permissions(const Line& before, const Line& after) {
  if (!before.permissions || !after.permissions) return {};
  std::string was = in_words(*before.permissions), is = in_words(*after.permissions);
  if (was == is) return {};
  return Difference{sentence(_("account {user} may call"), {{"user", after.user}}), std::move(was),
                    std::move(is), false};
}

std::string name_of(const Registration& wanted, const Person& person) {
  return person.name + " (" + wanted.login + ")";
}

}  // namespace

std::string in_words(std::vector<std::string> permissions) {
  std::ranges::sort(permissions);
  return permissions.empty() ? _("nothing") : joined(permissions, ", ");
}

std::string Difference::sentence() const {
  const char* const message = before.empty()  ? _("{what}: new, {after}")
                              : after.empty() ? _("{what}: no longer {before}")
                                              : _("{what}: {before} → {after}");
  return spaconf::sentence(message, {{"what", what}, {"before", before}, {"after", after}});
}

std::vector<Difference> differences(const Registration& before, const Person& whose,
                                    const Registration& after, const Person& whose_then) {
  std::vector<Difference> found;
  const auto compare = [&](const char* message, std::string was, std::string is,
                           bool concerns_network_staff, const std::string& which = "") {
    if (was == is) return;
    found.push_back({sentence(_(message), {{"which", which}}), std::move(was), std::move(is),
                     concerns_network_staff});
  };
  compare(N_("person"), name_of(before, whose), name_of(after, whose_then), true);
  compare(N_("room"), whose.room, whose_then.room, true);
  compare(N_("telephone"), whose.telephone, whose_then.telephone, false);
  compare(N_("model"), _(before.model->label), _(after.model->label), true);
  compare(N_("MAC address"), before.mac ? before.mac->colons() : "",
          after.mac ? after.mac->colons() : "", true);
  compare(N_("serial number"), before.serial, after.serial, false);
  compare(N_("hostname"), before.hostname, after.hostname, true);
  compare(N_("inventory number"), before.inventory, after.inventory, false);
  for (int position = 1; position <= most_lines; ++position) {
    const Line *was = line_at(before, position), *is = line_at(after, position);
    const std::size_t count = found.size();
    compare(N_("line {which}"), text_of(was), text_of(is), false, std::to_string(position));
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
    compare(N_("parameter {which}"), value_of(before, name), value_of(after, name), false, name);
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

// Plans the return to an earlier version.
// The phone's current settings are kept; restored ones are checked like typed ones.
#include <algorithm>

#include "base/error.h"
#include "base/translation.h"
#include "registration/missing_version.h"
#include "registration/phone_form.h"
#include "registration/plans.h"

namespace spaconf {
namespace {

/// The line's account as the phone has it now; nullptr when the phone does not have it.
const Line* line_with(const Registration& there, const std::string& user) {
  auto found = std::ranges::find(there.lines, user, &Line::user);
  return found == there.lines.end() ? nullptr : &*found;
}

/// A permission that is no longer configured is not granted again, but an account keeps it.
void judge_permissions(Line& line, const Line* now, const FormRules& rules, Change& change) {
  const auto is_configured = [&](const std::string& name) {
    return std::ranges::find(rules.permissions, name) != rules.permissions.end();
  };
  const auto has =
      now ? now->permissions.value_or(std::vector<std::string>()) : std::vector<std::string>();
  std::vector<std::string> granted;
  for (const std::string& name : *line.permissions) {
    const bool is_kept = std::ranges::find(has, name) != has.end();
    if (is_configured(name)) granted.push_back(name);
    if (is_configured(name) || is_kept) continue;
    change.remarks.push_back([user = line.user, name] {
      return sentence(
          _("account {user}: the permission {permission} is no longer configured and is "
            "not granted"),
          {{"user", user}, {"permission", name}});
    });
  }
  for (const std::string& name : has) {
    if (!is_configured(name)) granted.push_back(name);
  }
  line.permissions = granted;
}

void judge(Change& change, const Asked& asked) {
  const Record& record = asked.record;
  const FormRules& rules = asked.rules;
  for (Line& line : change.wanted->lines) {
    const Line* now = line_with(record.wanted, line.user);
    // An account that this phone does not have now keeps the permissions its other phones gave it.
    const bool is_of_others =
        !now && asked.store.accounts.find(line.user, asked.domain).has_value();
    if (is_of_others) line.permissions.reset();
    if (line.permissions) judge_permissions(line, now, rules, change);
  }
  std::erase_if(change.wanted->settings, [&](const Setting& setting) {
    const bool is_there = std::ranges::count(record.wanted.settings, setting) > 0;
    // One that was adopted was never checked.
    const std::string why = is_there || setting.is_unchecked ? "" : rules.setting_error(setting);
    if (why.empty()) return false;
    change.remarks.push_back([setting, error = rules.setting_error] {
      return sentence(_("parameter {parameter} is left out: {reason}"),
                      {{"parameter", setting.name}, {"reason", error(setting)}});
    });
    return true;
  });
}

Revision revision(const std::string& version, const Asked& asked) {
  for (Revision& former : asked.store.revisions.of(asked.record)) {
    if (std::to_string(former.version) == version) return std::move(former);
  }
  throw Rejected(std::vector<Problem>{{"from", missing_version(asked.record, version)}});
}

}  // namespace

void plan_revert(Change& change, const Asked& asked) {
  Revision former = revision(asked.typed.text("from"), asked);
  change.wanted = std::move(former.wanted);
  change.person = std::move(former.person);
  judge(change, asked);
  if (is_another_box(asked.record.wanted, *change.wanted)) {
    give_new_passwords(*change.wanted, asked.rules.password_width);
  }
}

}  // namespace spaconf

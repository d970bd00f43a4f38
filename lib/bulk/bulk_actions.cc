// Plans the change of one phone for each action on many phones.
#include "bulk/bulk_actions.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"
#include "bulk/start_job.h"
#include "registration/actions.h"
#include "registration/change_from_form.h"
#include "registration/form.h"

namespace spaconf {
namespace {

/// The change by a form's fields; empty when the phone has these values already.
std::optional<Change> edited(Services& services, const SealedRecord& record, const Fields& typed) {
  return change_to(services.store.password_seal.opened(record), typed, *services.directory,
                   services.store, services.form_rules());
}

/// Gives each line's account its permissions, with or without this one.
std::optional<Change> with_permission(Services& services, const SealedRecord& record,
                                      const std::string& permission, bool adds) {
  Fields typed;
  for (const Line& line : record.wanted.lines) {
    const std::string field = line_field(line.position, "permission");
    auto permissions = line.permissions.value_or(std::vector<std::string>());
    std::erase(permissions, permission);
    if (adds) permissions.push_back(permission);
    if (permissions.empty()) typed.add(field, "");
    for (const std::string& each : permissions) typed.add(field, each);
  }
  return edited(services, record, typed);
}

/// "Dial_Plan_1_" of "Dial_Plan_1_ = (xx.)".
std::string parameter_in(const std::string& setting) {
  return plain_blanks(setting.substr(0, setting.find('=')));
}

/// The phone's own settings, with or without this one; the others stay.
std::optional<Change> with_setting(Services& services, const SealedRecord& record,
                                   const std::string& setting, bool sets) {
  const std::string name = parameter_in(setting);
  Fields typed;
  for (const Setting& each : record.wanted.settings) {
    if (each.name != name) typed.add("setting", each.name + " = " + each.value);
  }
  if (sets) typed.add("setting", setting);
  if (typed.all().empty()) typed.add("setting", "");
  return edited(services, record, typed);
}

std::optional<Change> planned(Services& services, const SealedRecord& record,
                              const Action& action) {
  const Fields none;
  return change_by(action, services.asked(record, none));
}

constexpr BulkAction table[] = {
    {.name = "resync",
     .title = N_("Resync"),
     .what = N_("Tells each phone that is online to fetch its profile now, one phone a second."),
     .effect = BulkEffect::resync},
    {.name = "regenerate",
     .title = N_("Write profiles again"),
     .what = N_("Writes each phone's profile by the templates and settings as they are now."),
     .effect = BulkEffect::regenerate},
    {.name = "refresh",
     .title = N_("Update from directory"),
     .what = N_("Updates name, room and telephone from the directory."),
     .change = [](Services& services, const SealedRecord& record,
                  const std::string&) { return planned(services, record, action_row("refresh")); }},
    {.name = "add-permission",
     .title = N_("Add a permission"),
     .what = N_("Lets the accounts of each phone make these calls, too."),
     .field = "permission",
     .change =
         [](Services& services, const SealedRecord& record, const std::string& value) {
           return with_permission(services, record, value, true);
         }},
    {.name = "remove-permission",
     .title = N_("Take away a permission"),
     .what = N_("The accounts of each phone may not make these calls any more."),
     .field = "permission",
     .change =
         [](Services& services, const SealedRecord& record, const std::string& value) {
           return with_permission(services, record, value, false);
         }},
    {.name = "set-parameter",
     .title = N_("Set a parameter"),
     .what = N_("Gives each phone this setting of its own."),
     .field = "setting",
     .change =
         [](Services& services, const SealedRecord& record, const std::string& value) {
           return with_setting(services, record, value, true);
         }},
    {.name = "unset-parameter",
     .title = N_("Remove a setting"),
     .what = N_("Removes each phone's own setting of this parameter."),
     .field = "setting",
     .change =
         [](Services& services, const SealedRecord& record, const std::string& value) {
           return with_setting(services, record, value, false);
         }},
    {.name = "retire",
     .title = N_("Retire"),
     .what = N_("Takes each phone out of use: deletes its profile, and its accounts unless another "
                "phone has them."),
     .types_number = true,
     .change = [](Services& services, const SealedRecord& record,
                  const std::string&) { return planned(services, record, action_row("retire")); }},
};

}  // namespace

std::span<const BulkAction> bulk_actions() { return table; }

const BulkAction* find_bulk_action(std::string_view name) {
  const auto found = std::ranges::find(table, name, &BulkAction::name);
  return found == std::end(table) ? nullptr : found;
}

std::string start_bulk_job(Store& store, Job job, const std::string& request_key,
                           const std::vector<Record>& phones) {
  job.total = static_cast<int>(phones.size());
  std::vector<JobRow> rows;
  for (const Record& phone : phones) {
    rows.push_back(
        {.line = static_cast<int>(rows.size()) + 1, .ref = phone.ref, .version = phone.version});
  }
  return start_job(store, job, request_key, [&](std::int64_t id) { store.job_rows.add(id, rows); });
}

}  // namespace spaconf

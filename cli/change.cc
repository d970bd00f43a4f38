// spaconf edit, replace, move, retire, …: previews and carries out a change of a phone.
#include "registration/change.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/config.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/translation.h"
#include "commands.h"
#include "find_phone.h"
#include "invoking_user.h"
#include "print.h"
#include "registration/actions.h"
#include "registration/services.h"
#include "typed_fields.h"

namespace spaconf::cli {
namespace {

struct Options {
  std::string phone;
  std::vector<std::string> typed;
  bool dry_run = false, json = false, takes_over = false;
};

void print(const Effects& effects, bool as_json) {
  if (as_json) {
    using Json = nlohmann::json;
    const Json all = {
        {"rows", effects.rows}, {"profile", effects.profile}, {"ticket", effects.note}};
    std::printf("%s", json_lines(all).c_str());
    return;
  }
  for (const std::string& row : effects.rows) print_line(row);
  if (!effects.profile.empty()) std::printf("\n%s", effects.profile.c_str());
  if (!effects.note.empty()) {
    std::printf("\n%s\n\n%s", _("Ticket comment:"), effects.note.c_str());
  }
}

int run(const Action& action, const Options& options) {
  if (options.json) use_language(english);
  Services services{Config(Config::usual_file())};
  services.require_databases();
  const Record record = find_phone(services.store, options.phone);
  const Fields typed = fields_in(options.typed);
  Change change = change_by(action, services.asked(record, typed));
  change.actor = change.key_owner = invoking_user();
  change.key = random_key();
  change.takes_over = options.takes_over;
  print(services.phone_changer.effects_of(change), options.json);
  if (!options.dry_run) services.phone_changer.carry_out(change);
  return 0;
}

/// Prints each problem in its own line, with its field.
int run_and_tell(const Action& action, const Options& options) try {
  return run(action, options);
} catch (const Rejected& rejected) {
  for (const Problem& each : rejected.problems()) {
    std::fprintf(stderr, "spaconf: %s%s%s\n", each.field.c_str(), each.field.empty() ? "" : ": ",
                 each.sentence.c_str());
  }
  return 1;
} catch (const Conflict& conflict) {
  throw std::runtime_error(conflict.problem().sentence);
}

}  // namespace

Run change(CLI::App& app) {
  const Action& action = *find_action(app.get_name());
  auto options = std::make_shared<Options>();
  app.add_option("phone", options->phone, _("MAC address or reference"))->required();
  if (!action.fields.empty()) {
    app.add_option(
        "field", options->typed,
        sentence(_("FIELD=VALUE, as in the form: {fields}"), {{"fields", action.fields}}));
  }
  app.add_flag("--dry-run", options->dry_run, _("print the effects, change nothing"));
  app.add_flag("--json", options->json, _("print JSON for programs"));
  if (action.takes_over) {
    app.add_flag("--take-over", options->takes_over,
                 _("take over accounts that spaconf did not create"));
  }
  return [&action, options] { return run_and_tell(action, *options); };
}

}  // namespace spaconf::cli

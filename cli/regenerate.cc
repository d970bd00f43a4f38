// spaconf regenerate: rewrites outdated profiles.
#include "reconcile/regenerate.h"

#include <CLI/CLI.hpp>

#include "base/config.h"
#include "base/translation.h"
#include "commands.h"
#include "find_phone.h"
#include "invoking_user.h"
#include "print.h"
#include "progress.h"

namespace spaconf::cli {

Run regenerate(CLI::App& app) {
  auto model = std::make_shared<std::string>();
  auto phones = std::make_shared<std::vector<std::string>>();
  auto dry_run = std::make_shared<bool>(false);
  auto adopted = std::make_shared<bool>(false);
  app.add_option("phone", *phones, _("MAC addresses or references; default: all phones"));
  app.add_option("--model", *model, _("only phones of this model: spa942"));
  app.add_flag("--dry-run", *dry_run, _("print which files would change, change nothing"));
  app.add_flag("--adopted", *adopted,
               _("also profiles from before spaconf, which spaconf adopt left as they were"));
  return [model, phones, dry_run, adopted] {
    RegenerateOptions options{.actor = invoking_user(), .dry_run = *dry_run, .adopted = *adopted};
    if (!phones->empty()) {
      Services services{Config(Config::usual_file())};
      services.require_databases();
      for (const std::string& each : *phones) {
        options.refs.push_back(find_phone(services.store, each).ref);
      }
    }
    if (!model->empty()) {
      options.model = find_model(*model);
      if (!options.model) {
        throw std::runtime_error(sentence(_("{name} is not a model"), {{"name", *model}}));
      }
    }
    if (*dry_run) options.on_change = print_line;
    return show_regeneration(options, spaconf::regenerate);
  };
}

}  // namespace spaconf::cli

// spaconf regenerate: rewrites outdated profiles.
#include "reconcile/regenerate.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/config.h"
#include "commands.h"
#include "invoking_user.h"
#include "progress.h"

namespace spaconf::cli {

Run regenerate(CLI::App& app) {
  auto model = std::make_shared<std::string>();
  auto dry_run = std::make_shared<bool>(false);
  app.add_option("--model", *model, "only phones of this model: spa942");
  app.add_flag("--dry-run", *dry_run, "print which files would change, change nothing");
  return [model, dry_run] {
    RegenerateOptions options{.actor = invoking_user(), .dry_run = *dry_run};
    if (!model->empty()) {
      options.model = find_model(*model);
      if (!options.model) throw std::runtime_error(*model + " is not a model");
    }
    if (*dry_run) {
      options.on_change = [](const std::string& file) { std::printf("%s\n", file.c_str()); };
    }
    return show_regeneration(options, spaconf::regenerate);
  };
}

}  // namespace spaconf::cli

// spaconf regenerate: every profile by today's templates and settings.
#include "reconcile/regenerate.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/config.h"
#include "commands.h"
#include "progress.h"
#include "invoking_user.h"

namespace spaconf::cli {

Run regenerate(CLI::App& app) {
  auto model = std::make_shared<std::string>();
  auto dry_run = std::make_shared<bool>(false);
  app.add_option("--model", *model, "only phones of this model: spa942");
  app.add_flag("--dry-run", *dry_run, "print which files would change, and change none");
  return [model, dry_run] {
    Regeneration wish{.actor = whoever_runs_this(), .dry_run = *dry_run};
    if (!model->empty()) {
      wish.model = find_model(*model);
      if (!wish.model) throw std::runtime_error(*model + " is no model");
    }
    if (*dry_run) {
      wish.on_change = [](const std::string& file) { std::printf("%s\n", file.c_str()); };
    }
    return show_regeneration(wish, spaconf::regenerate);
  };
}

}  // namespace spaconf::cli

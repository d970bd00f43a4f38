// spaconf regenerate: every profile by today's templates and settings.
#include "registration/regenerate.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/config.h"
#include "commands.h"
#include "whoever.h"

namespace spaconf::cli {
namespace {

void show_progress(std::int64_t looked_at, std::int64_t all) {
  constexpr std::int64_t width = 40;
  const std::int64_t part = all ? std::min(looked_at * width / all, width) : width;
  const std::string bar =
      std::string(std::size_t(part), '#') + std::string(std::size_t(width - part), '.');
  std::fprintf(stderr, "\r[%s] %lld of %lld ", bar.c_str(), static_cast<long long>(looked_at),
               static_cast<long long>(all));
}

}  // namespace

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
    const bool on_terminal = ::isatty(STDERR_FILENO);
    if (*dry_run) {
      wish.on_change = [](const std::string& file) { std::printf("%s\n", file.c_str()); };
    } else if (on_terminal) {
      wish.on_progress = show_progress;
    }
    const Regenerated done = spaconf::regenerate(Config(Config::usual_file()), wish);
    if (on_terminal && !*dry_run) std::fputs("\n", stderr);
    std::printf("%lld phones, %lld files %s, %lld left\n", static_cast<long long>(done.looked_at),
                static_cast<long long>(done.changed), *dry_run ? "would change" : "written",
                static_cast<long long>(done.left));
    return done.left ? 1 : 0;
  };
}

}  // namespace spaconf::cli

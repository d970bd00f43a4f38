// A bar of 40 places, drawn over itself.
#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/config.h"

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

int show_regeneration(Regeneration wish, Regenerated (*work)(const Config&, const Regeneration&)) {
  const bool is_watched = ::isatty(STDERR_FILENO) && !wish.dry_run;
  if (is_watched) wish.on_progress = show_progress;
  const Regenerated done = work(Config(Config::usual_file()), wish);
  if (is_watched) std::fputs("\n", stderr);
  std::printf("%lld phones, %lld files %s, %lld left\n", static_cast<long long>(done.looked_at),
              static_cast<long long>(done.changed), wish.dry_run ? "would change" : "written",
              static_cast<long long>(done.left));
  return done.left ? 1 : 0;
}

}  // namespace spaconf::cli

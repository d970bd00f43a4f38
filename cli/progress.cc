// Draws a progress bar of 40 places on a terminal.
#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/config.h"

namespace spaconf::cli {

bool is_watched() { return ::isatty(STDERR_FILENO); }

void clear_progress() {
  // ECMA-48: erases the line to its end.
  std::fputs("\r\033[K", stderr);
}

void show_progress(std::int64_t looked_at, std::int64_t all) {
  constexpr std::int64_t width = 40;
  const std::int64_t part = all ? std::min(looked_at * width / all, width) : width;
  const std::string bar =
      std::string(std::size_t(part), '#') + std::string(std::size_t(width - part), '.');
  std::fprintf(stderr, "\r[%s] %lld of %lld ", bar.c_str(), static_cast<long long>(looked_at),
               static_cast<long long>(all));
}

int show_regeneration(RegenerateOptions options,
                      RegenerateResult (*work)(const Config&, const RegenerateOptions&)) {
  const bool has_bar = is_watched() && !options.dry_run;
  if (has_bar) options.on_progress = show_progress;
  const RegenerateResult done = work(Config(Config::usual_file()), options);
  if (has_bar) std::fputs("\n", stderr);
  std::printf("%lld phones, %lld files %s, %lld failed\n", static_cast<long long>(done.looked_at),
              static_cast<long long>(done.changed), options.dry_run ? "would change" : "written",
              static_cast<long long>(done.left));
  return done.left ? 1 : 0;
}

}  // namespace spaconf::cli

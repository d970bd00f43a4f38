// Draws a progress bar of 40 places on a terminal.
#include "progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/config.h"
#include "base/translation.h"
#include "print.h"

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
  const std::string counts = sentence(_("{done} of {all}"), {{"done", looked_at}, {"all", all}});
  std::fprintf(stderr, "\r[%s] %s ", bar.c_str(), counts.c_str());
}

int show_regeneration(RegenerateOptions options,
                      RegenerateResult (*work)(const Config&, const RegenerateOptions&)) {
  const bool has_bar = is_watched() && !options.dry_run;
  if (has_bar) options.on_progress = show_progress;
  const RegenerateResult done = work(Config(Config::usual_file()), options);
  if (has_bar) std::fputs("\n", stderr);
  const auto number = [](auto count) { return static_cast<std::int64_t>(count); };
  const char* const message =
      options.dry_run ? _("{phones} phones, {files} files would change, {failed} failed")
                      : _("{phones} phones, {files} files written, {failed} failed");
  print_line(sentence(message, {{"phones", number(done.looked_at)},
                                {"files", number(done.changed)},
                                {"failed", number(done.left)}}));
  return done.left ? 1 : 0;
}

}  // namespace spaconf::cli

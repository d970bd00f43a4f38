// spaconf export and import: all phones as a table, and a table of phones to be registered.
#include "registration/roster.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/config.h"
#include "base/csv.h"
#include "base/file.h"
#include "commands.h"
#include "registration/import.h"
#include "whoever.h"

namespace spaconf::cli {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

int write_table(const std::string& path) {
  Services services{Config(Config::usual_file())};
  services.require_databases();
  std::unique_ptr<std::FILE, Close> own(path.empty() ? nullptr : std::fopen(path.c_str(), "w"));
  if (!own && !path.empty()) throw std::system_error(errno, std::generic_category(), path);
  std::FILE* file = own ? own.get() : stdout;
  write_roster(services.ledger, Search(),
               [&](const std::string& piece) { std::fwrite(piece.data(), 1, piece.size(), file); });
  if (std::fflush(file) || std::ferror(file)) {
    throw std::system_error(errno, std::generic_category(),
                            path.empty() ? "standard output" : path);
  }
  return 0;
}

int read_table(const std::string& path, bool dry_run) {
  int rows = 0, unchanged = 0, registered = 0, refused = 0;
  Import import{.actor = whoever_runs_this(), .dry_run = dry_run, .on_row = {}};
  import.on_row = [&](const Verdict& verdict) { ++rows;
  switch (verdict.kind) {
    case Verdict::Kind::unchanged: ++unchanged; break;
    case Verdict::Kind::refused: ++refused; break;
    case Verdict::Kind::registered:
      ++registered;
      std::printf("line %d: %s\n", verdict.line,
                  dry_run ? "would be registered" : ("registered as " + verdict.ref).c_str());
  }
  for (const std::string& sentence : verdict.sentences) {
    std::printf("line %d: %s\n", verdict.line, sentence.c_str());
  }
  std::fflush(stdout);
};
Services services{Config(Config::usual_file())};
import_roster(services, read_file(path), import);
std::printf("%d rows: %d unchanged, %d %s, %d refused\n", rows, unchanged, registered,
            dry_run ? "to be registered" : "registered", refused);
return refused ? 1 : 0;
}  // namespace

}  // namespace spaconf::cli

Run export_phones(CLI::App& app) {
  auto path = std::make_shared<std::string>();
  app.add_option("-o,--output", *path, "write to this file, not to standard output");
  return [path] { return write_table(*path); };
}

Run import_phones(CLI::App& app) {
  auto path = std::make_shared<std::string>();
  auto dry_run = std::make_shared<bool>(false);
  app.add_option("file", *path, "a table as spaconf export writes it")->required();
  app.add_flag("--dry-run", *dry_run, "check every row and register nothing");
  return [path, dry_run] { return read_table(*path, *dry_run); };
}

}  // namespace spaconf::cli

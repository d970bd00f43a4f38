// spaconf export and import: writes all phones as a table, and applies a changed table.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "base/config.h"
#include "base/csv.h"
#include "base/file.h"
#include "bulk/export.h"
#include "bulk/import.h"
#include "commands.h"
#include "invoking_user.h"

namespace spaconf::cli {
namespace {

/// No row was refused, but rows were skipped whose phones may have changed since the export.
constexpr int exit_overtaken = 3;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

int write_table(const std::string& path) {
  Services services{Config(Config::usual_file())};
  services.require_databases();
  std::unique_ptr<std::FILE, Close> own(path.empty() ? nullptr : std::fopen(path.c_str(), "w"));
  if (!own && !path.empty()) throw std::system_error(errno, std::generic_category(), path);
  std::FILE* file = own ? own.get() : stdout;
  write_export(services.store, Search(),
               [&](const std::string& piece) { std::fwrite(piece.data(), 1, piece.size(), file); });
  if (std::fflush(file) || std::ferror(file)) {
    throw std::system_error(errno, std::generic_category(),
                            path.empty() ? "standard output" : path);
  }
  return 0;
}

struct Options {
  std::string path;
  bool dry_run = false, takes_over = false, is_forced = false;
};

void print(const RowResult& result, bool dry_run) {
  const std::string line = "line " + std::to_string(result.line) + ": ";
  if (result.kind == RowResult::Kind::registered) {
    std::printf("%s%s\n", line.c_str(),
                dry_run ? "would be registered" : ("registered as " + result.ref).c_str());
  }
  const bool is_of_phone =
      result.kind == RowResult::Kind::changed || result.kind == RowResult::Kind::overtaken;
  for (const std::string& sentence : result.sentences) {
    std::printf("%s%s%s\n", line.c_str(), is_of_phone ? (result.ref + ", ").c_str() : "",
                sentence.c_str());
  }
  std::fflush(stdout);
}

int read_table(const Options& options) {
  std::map<RowResult::Kind, int> counts;
  int rows = 0;
  Services services{Config(Config::usual_file())};
  import_table(services, read_input(options.path),
               {.actor = invoking_user(),
                .dry_run = options.dry_run,
                .takes_over = options.takes_over,
                .is_forced = options.is_forced,
                .on_row = [&](const RowResult& result) {
                  ++rows;
                  ++counts[result.kind];
                  print(result, options.dry_run);
                }});
  using Kind = RowResult::Kind;
  const char* const will = options.dry_run ? "to be " : "";
  std::printf("%d rows: %d unchanged, %d %sregistered, %d %schanged, %d refused", rows,
              counts[Kind::unchanged], counts[Kind::registered], will, counts[Kind::changed], will,
              counts[Kind::refused]);
  if (counts[Kind::overtaken]) std::printf(", %d overtaken", counts[Kind::overtaken]);
  std::printf("\n");
  if (counts[Kind::refused]) return 1;
  return counts[Kind::overtaken] ? exit_overtaken : 0;
}

}  // namespace

Run export_phones(CLI::App& app) {
  auto path = std::make_shared<std::string>();
  app.add_option("-o,--output", *path, "write to this file instead of standard output");
  return [path] { return write_table(*path); };
}

Run import_phones(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("file", options->path, "a table as spaconf export writes it")->required();
  app.add_flag("--dry-run", options->dry_run,
               "check every row and print what would be done, change nothing");
  app.add_flag("--take-over", options->takes_over,
               "take over accounts that spaconf did not create");
  app.add_flag("--force", options->is_forced, "change phones whose rows have no version, too");
  return [options] { return read_table(*options); };
}

}  // namespace spaconf::cli

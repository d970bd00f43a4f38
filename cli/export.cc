// spaconf export: writes all phones as a table.
#include "bulk/export.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "base/config.h"
#include "base/translation.h"
#include "commands.h"
#include "registration/services.h"

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
  write_export(services.store, Search(),
               [&](const std::string& piece) { std::fwrite(piece.data(), 1, piece.size(), file); });
  if (std::fflush(file) || std::ferror(file)) {
    throw std::system_error(errno, std::generic_category(),
                            path.empty() ? _("standard output") : path);
  }
  return 0;
}

}  // namespace

Run export_phones(CLI::App& app) {
  auto path = std::make_shared<std::string>();
  app.add_option("-o,--output", *path, _("write to this file instead of standard output"));
  return [path] { return write_table(*path); };
}

}  // namespace spaconf::cli

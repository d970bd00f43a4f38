// spaconf check-dialect: tries the statements of a dialect on the configured exchange.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "account/dialect_check.h"
#include "base/config.h"
#include "base/sql.h"
#include "base/translation.h"
#include "commands.h"
#include "print.h"

namespace spaconf::cli {
namespace {

int check(const std::string& file) {
  const Config config(Config::usual_file());
  const Section& account = config.section("account");
  const Dialect dialect(file, account.text("database"));
  sql::Connection database(config.section("database"));
  const auto faults = dialect_faults(account, dialect, database);
  for (const std::string& each : faults) print_line(each);
  if (!faults.empty()) return 1;
  print_line(counted("{file}: ok, {count} statement", "{file}: ok, {count} statements",
                     std::int64_t(dialect.statements().size()), {{"file", file}}));
  return 0;
}

}  // namespace

Run check_dialect(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  app.add_option("FILE", *file, _("the dialect, such as /etc/spaconf/templates/pbx/NAME.sql"))
      ->required();
  return [file] { return check(*file); };
}

}  // namespace spaconf::cli

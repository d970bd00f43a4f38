// spaconf grants: prints the SQL that creates spaconf's database and its users, each with the least
// privileges it needs, on the server of [database] or on the exchange's own.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "account/exchange.h"
#include "account/privileges.h"
#include "base/config.h"
#include "base/template.h"
#include "base/text.h"
#include "base/translation.h"
#include "commands.h"

namespace spaconf::cli {
namespace {

struct Options {
  std::string host;  ///< From which the users connect
  bool with_passwords = false;
  bool revokes = false;
  bool is_for_exchange = false;  ///< Its own server's statements
};

constexpr char on_rows[] = "SELECT, INSERT, UPDATE, DELETE";
constexpr char on_structure[] = "CREATE, ALTER, DROP, INDEX";

std::string quoted(const std::string& text) {
  return "'" + replaced(replaced(text, "\\", "\\\\"), "'", "''") + "'";
}

std::string quoted_name(const std::string& name) { return "`" + replaced(name, "`", "``") + "`"; }

/// Prints the statements for one user after another.
class Grants {
 public:
  explicit Grants(const Options& options) : options_(options) {}

  /// `identity` is the section that has the user; `own` is "PRIVILEGES ON TABLES" for spaconf's
  /// own tables, or empty.
  void user(const char* programs, const Section& identity, const std::string& own,
            const Privileges& exchange) const {
    const std::string user = quoted(identity.text("user")) + "@" + quoted(options_.host);
    const std::string password =
        options_.with_passwords ? identity.secret("password_file").reveal() : "PASSWORD";
    std::printf("\n-- %s\n", programs);
    std::printf("CREATE USER IF NOT EXISTS %s IDENTIFIED BY %s;\n", user.c_str(),
                quoted(password).c_str());
    // CREATE USER leaves the password of a user who exists.
    if (options_.with_passwords) {
      std::printf("ALTER USER %s IDENTIFIED BY %s;\n", user.c_str(), quoted(password).c_str());
    }
    if (options_.revokes) {
      std::printf("REVOKE ALL PRIVILEGES, GRANT OPTION FROM %s;\n", user.c_str());
    }
    if (!own.empty()) std::printf("GRANT %s TO %s;\n", own.c_str(), user.c_str());
    for (const auto& [table, privileges] : exchange) {
      const std::string list = joined({privileges.begin(), privileges.end()}, ", ");
      std::printf("GRANT %s ON %s%s.%s TO %s;\n", list.c_str(),
                  privileges.contains("EXECUTE") ? "PROCEDURE " : "",
                  quoted_name(table.first).c_str(), quoted_name(table.second).c_str(),
                  user.c_str());
    }
  }

 private:
  const Options& options_;
};

/// What a user may do: "PRIVILEGES ON TABLES" for spaconf's own tables, and the exchange's.
struct Rights {
  std::string own = {};  ///< Empty: none
  Privileges exchange = {};
};

/// The users that `section` names for the programs which run all the time.
void print_programs(const Section& section, const Rights& all, const Rights& api,
                    const Rights& form, const Grants& grants) {
  const bool has_form = section.has("form"), has_api = section.has("api");
  grants.user(has_form || has_api ? "all other programs" : "all programs", section, all.own,
              all.exchange);
  if (has_api) grants.user("api.fcgi", section.section("api"), api.own, api.exchange);
  if (has_form) {
    grants.user("form.fcgi, which only reads", section.section("form"), form.own, form.exchange);
  }
}

/// The users of [database]. `all` and `pages` are what they may do on the exchange's tables there.
void print_own(const Section& database, const Privileges& all, const Privileges& pages,
               const Grants& grants) {
  const std::string name = quoted_name(database.text("name"));
  // In GRANT … ON name.*, _ and % stand for other characters.
  const std::string tables = " ON " + replaced(replaced(name, "_", "\\_"), "%", "\\%") + ".*";
  const std::string rows = on_rows + tables;
  const std::string everything = std::string(on_rows) + ", " + on_structure + tables;
  const bool has_migrate = database.has("migrate");
  std::printf("CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4;\n", name.c_str());
  print_programs(database, {has_migrate ? rows : everything, all}, {rows, all},
                 {"SELECT" + tables, pages}, grants);
  if (has_migrate) grants.user("spaconf migrate", database.section("migrate"), everything, {});
}

int print(const Options& options) {
  if (options.with_passwords && ::isatty(STDOUT_FILENO)) {
    throw std::runtime_error(
        _("--with-passwords is for a pipe, such as: spaconf grants"
          " --with-passwords | mysql"));
  }
  const Config config(Config::usual_file());
  const Section account = config.section("account");
  const Dialect dialect = dialect_of(account, Templates(config.top()));
  const bool has_own_server = Exchange::has_own_server(account);
  const Privileges all = privileges_of(dialect), pages = privileges_of_pages(dialect);
  const Grants grants(options);
  if (options.is_for_exchange && !has_own_server) {
    throw std::runtime_error(
        _("[account] names no server, so the exchange is on that of [database]"));
  }
  if (options.is_for_exchange) {
    print_programs(account, {"", all}, {"", all}, {"", pages}, grants);
  } else if (has_own_server) {
    print_own(config.section("database"), {}, {}, grants);
    std::puts("\n-- On the exchange's server: spaconf grants --exchange");
  } else {
    print_own(config.section("database"), all, pages, grants);
  }
  return 0;
}

}  // namespace

Run grants(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--host", options->host, _("the host that the programs connect from"))
      ->default_val("localhost");
  app.add_flag("--with-passwords", options->with_passwords,
               _("take the passwords from their files; for a pipe to mysql"));
  app.add_flag(
      "--revoke", options->revokes,
      _("first take all other privileges from these users, such as those of dbconfig-common"));
  app.add_flag("--exchange", options->is_for_exchange,
               _("the statements for the exchange's own server, which [account] names"));
  return [options] { return print(*options); };
}

}  // namespace spaconf::cli

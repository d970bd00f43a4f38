// spaconf grants: prints the SQL that creates spaconf's database and its users, each with the least
// privileges it needs.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

#include "account/privileges.h"
#include "base/config.h"
#include "base/template.h"
#include "base/text.h"
#include "commands.h"

namespace spaconf::cli {
namespace {

struct Options {
  std::string host;  ///< From which the users connect
  bool with_passwords = false;
  bool revokes = false;
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
  Grants(const Section& database, const Options& options)
      : name_(quoted_name(database.text("name"))), database_(database), options_(options) {
    // In GRANT … ON name.*, _ and % stand for other characters.
    pattern_ = replaced(replaced(name_, "_", "\\_"), "%", "\\%");
  }

  void create_database() const {
    std::printf("CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4;\n", name_.c_str());
  }

  /// `identity` is the section that has the user.
  void user(const char* programs, const Section& identity, const std::string& own_tables,
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
    std::printf("GRANT %s ON %s.* TO %s;\n", own_tables.c_str(), pattern_.c_str(), user.c_str());
    for (const auto& [table, privileges] : exchange) {
      const std::string list = joined({privileges.begin(), privileges.end()}, ", ");
      std::printf("GRANT %s ON %s%s.%s TO %s;\n", list.c_str(),
                  privileges.contains("EXECUTE") ? "PROCEDURE " : "",
                  quoted_name(table.first).c_str(), quoted_name(table.second).c_str(),
                  user.c_str());
    }
  }

  void all(const Dialect& dialect) const {
    const bool has_form = database_.has("form"), has_migrate = database_.has("migrate");
    const bool has_api = database_.has("api");
    create_database();
    user(has_form || has_api ? "all other programs" : "all programs", database_,
         has_migrate ? on_rows : std::string(on_rows) + ", " + on_structure,
         privileges_of(dialect));
    if (has_api) {
      user("api.fcgi", database_.section("api"), on_rows, privileges_of(dialect));
    }
    if (has_form) {
      user("form.fcgi, which only reads", database_.section("form"), "SELECT",
           privileges_of_pages(dialect));
    }
    if (has_migrate) {
      user("spaconf migrate", database_.section("migrate"),
           std::string(on_rows) + ", " + on_structure, {});
    }
  }

 private:
  std::string name_, pattern_;
  const Section& database_;
  const Options& options_;
};

int print(const Options& options) {
  if (options.with_passwords && ::isatty(STDOUT_FILENO)) {
    throw std::runtime_error(
        "--with-passwords is for a pipe, such as: spaconf grants"
        " --with-passwords | mysql");
  }
  const Config config(Config::usual_file());
  Grants(config.section("database"), options)
      .all(dialect_of(config.section("account"), Templates(config.top())));
  return 0;
}

}  // namespace

Run grants(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--host", options->host, "the host that the programs connect from")
      ->default_val("localhost");
  app.add_flag("--with-passwords", options->with_passwords,
               "take the passwords from their files; for a pipe to mysql");
  app.add_flag(
      "--revoke", options->revokes,
      "first take all other privileges from these users, such as those of dbconfig-common");
  return [options] { return print(*options); };
}

}  // namespace spaconf::cli

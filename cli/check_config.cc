// spaconf check-config: checks the configuration of all programs, and with --live
// tries every service.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <map>

#include "account/dialect_check.h"
#include "account/storage_warnings.h"
#include "api/api_program.h"
#include "base/config.h"
#include "base/translation.h"
#include "commands.h"
#include "fetch_probe.h"
#include "pages/site.h"
#include "print.h"
#include "registration/clock_skew.h"
#include "registration/service_checks.h"
#include "worker_context.h"

namespace spaconf::cli {
namespace {

void print_warning(const std::string& what) {
  print_line(sentence(_("{problem} (warning)"), {{"problem", what}}));
}

/// A service that does not respond has been reported already.
void warn_of_exchange(sql::Connection& database, Exchange& exchange) {
  try {
    for (const auto& warnings : {clock_warnings(database, exchange), storage_warnings(exchange)}) {
      for (const std::string& each : warnings) print_warning(each);
    }
  } catch (const Unavailable&) {
  }
}

/// A program that has a user of its own in [database], with few privileges, has one on the
/// exchange's own server only if [account] names it.
void warn_of_users(const Config& config) {
  const Section database = config.section("database"), account = config.section("account");
  if (!Exchange::has_own_server(account)) return;
  for (const std::string each : {"form", "api"}) {
    if (!database.has(each) || account.has(each)) continue;
    print_warning(sentence(_("[account.{program}] is missing, so {program}.fcgi may do on the "
                             "exchange's server all that the user of [account] may"),
                           {{"program", each}}));
  }
}

/// False: the exchange's server cannot run a statement of the dialect.
bool report_unusable_statements(Exchange& exchange) {
  try {
    const auto sentences = unusable_statements(exchange);
    for (const std::string& each : sentences) print_line(each);
    return sentences.empty();
  } catch (const Unavailable&) {
    return true;  // the exchange's own check has reported it
  }
}

/// The former key is there only while `spaconf rekey` needs it. Like warn_of_exchange(), silent
/// about a service that does not respond.
void report_former_key(const Config& config, Services& services) {
  if (!config.section("database").has("former_key_file")) return;
  try {
    const auto count = count_outdated_passwords(services.database, services.store.password_seal);
    if (count == 0) {
      print_warning(_("former_key_file: no password needs it; remove it from [database]"));
    } else {
      print_warning(counted("former_key_file: {count} password needs it; run `spaconf rekey`",
                            "former_key_file: {count} passwords need it; run `spaconf rekey`",
                            std::int64_t(count)));
    }
  } catch (const Unavailable&) {
  }
}

int try_services(Services& services, TicketSystem& tickets, Mailer* mailer) {
  auto checks =
      checks_of(services.tftp_folder, services.database, services.exchange, *services.directory);
  if (!services.tftp_folder.server().empty()) {
    checks.push_back({"tftp", [&] { return fetch_probe(services.tftp_folder); }});
  }
  checks.push_back({"ticket system", [&] { return tickets.check(); }});
  if (mailer) checks.push_back({"mail server", [&] { return mailer->check(); }});
  bool good = true;
  for (const Check& check : checks) {
    CheckResult result = check.run();
    std::printf("%-4s  %-11s  %s\n", result.ok ? "ok" : "FAIL", check.service.c_str(),
                result.sentence.c_str());
    if (!result.warning.empty()) print_warning(result.warning);
    good = good && result.ok;
  }
  warn_of_exchange(services.database, services.exchange);
  const bool can_write = report_unusable_statements(services.exchange);
  return good && can_write ? 0 : 1;
}

/// Builds a program as its main does, and drops it.
void build(decltype(make_form_program) make, const std::filesystem::path& file) {
  web::RequestCounters counters;
  make(file, counters);
}

/// The long-running programs, and how each reads the configuration when it starts.
const std::map<std::string, std::function<void(const std::filesystem::path& file)>> programs = {
    {"form", [](const auto& file) { build(make_form_program, file); }},
    {"submit", [](const auto& file) { build(make_submit_program, file); }},
    {"api", [](const auto& file) { build(api::make_api_program, file); }},
    {"worker", [](const auto& file) { TaskWorker{Config(file)}; }},
    {"profiles", [](const auto& file) { NodeWorker{Config(file)}; }},
};

int check_everything(const std::filesystem::path& file, bool is_live) {
  build(make_form_program, file);
  build(make_submit_program, file);
  build(api::make_api_program, file);
  const Config config(file);
  TaskWorker worker(config);
  sql::Connection(config.section("database"), "migrate");
  // At a program's start a folder may be unavailable for a while, but not during setup.
  for (const char* folder : {"root", "staging"}) config.section("phone").path(folder);
  warn_of_users(config);
  for (const std::string& each : worker.services.profiles.warnings()) {
    print_warning(each);
  }
  // systemd logs it, and logcheck's rule knows it.
  std::printf("%s: ok\n", file.c_str());
  if (!is_live) return 0;
  const int code = try_services(worker.services, *worker.tickets, worker.mailer.get());
  report_former_key(config, worker.services);
  return code;
}

}  // namespace

Run check_config(CLI::App& app) {
  auto is_live = std::make_shared<bool>(false);
  auto program = std::make_shared<std::string>();
  auto* live = app.add_flag("--live", *is_live, _("try every service"));
  app.add_option(
         "--for", *program,
         _("check only what this program reads: form, submit, api, worker or profiles, which"
           " is worker --profiles"))
      ->check(CLI::IsMember(programs))
      ->excludes(live);
  return [is_live, program] {
    const auto file = Config::usual_file();
    if (program->empty()) return check_everything(file, *is_live);
    const auto& read = programs.at(*program);
    read(file);
    return 0;
  };
}

}  // namespace spaconf::cli

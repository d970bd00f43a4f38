// spaconf doctor: looks for what keeps an installation from working, also in the web server's and
// the TFTP server's configuration, and says what to change.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/error.h"
#include "base/file.h"
#include "base/translation.h"
#include "commands.h"
#include "examination.h"
#include "examine_pages.h"
#include "examine_sockets.h"
#include "program_user.h"
#include "tftpd_settings.h"
#include "web/places.h"

namespace spaconf::cli {
namespace {

constexpr char tftpd_file[] = "/etc/default/tftpd-hpa";

struct Options {
  std::string user, ca_file;
};

void examine_tftpd(const Section& phone, Examination& examination) {
  if (!std::filesystem::exists(tftpd_file)) return;
  const auto problems = tftpd_problems(read_tftpd_settings(read_file(tftpd_file)),
                                       phone.text("root"), phone.text("group"));
  for (const std::string& each : problems) examination.bad(std::string(tftpd_file) + ": " + each);
  if (problems.empty()) examination.good(sentence(_("{file}: fits"), {{"file", tftpd_file}}));
}

int examine(const Options& options) {
  const ProgramUser user(options.user);
  Examination examination;
  std::printf("%s\n", _("Configuration and services"));
  std::fflush(stdout);
  const int code = user.run({"check-config", "--live"});
  if (code == exit_misconfigured) return code;
  const Config config(Config::usual_file());
  const Section settings = config.section("web");
  std::printf("\n%s\n", _("TFTP server"));
  examine_tftpd(config.section("phone"), examination);
  std::printf("\n%s\n", _("Pages"));
  const web::Places places(settings);
  // Not every site has other programs that use the API.
  const bool has_api = std::filesystem::exists(places.api.socket);
  const bool pages_answer = examine_pages(settings, options.ca_file, has_api, examination);
  std::vector<std::string> sockets{places.form.socket, places.submit.socket};
  if (has_api) sockets.push_back(places.api.socket);
  examine_sockets(sockets, pages_answer, examination);
  return code == 0 && examination.is_good() ? 0 : 1;
}

}  // namespace

Run doctor(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--user", options->user, _("the user who runs the programs"))
      ->default_val("spaconf");
  app.add_option("--ca-file", options->ca_file,
                 _("the authorities that sign the web server's certificate"))
      ->default_val("/etc/ssl/certs/ca-certificates.crt");
  return [options] { return examine(*options); };
}

}  // namespace spaconf::cli

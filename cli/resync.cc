// spaconf resync: tells a phone to fetch its profile now.
#include "status/resync.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/config.h"
#include "base/json.h"
#include "base/translation.h"
#include "commands.h"
#include "find_phone.h"
#include "invoking_user.h"
#include "print.h"
#include "registration/services.h"

namespace spaconf::cli {
namespace {

struct Options {
  std::string phone;
  bool json = false;
};

/// Returns 0 if the phone fetches its profile, else 1.
int run(const Options& options) {
  if (options.json) use_language(english);
  Services services{Config(Config::usual_file())};
  services.require_databases();
  const std::string ref = find_phone(services.store, options.phone).ref;
  const Resync result =
      resync(services.store, services.exchange, services.deadline, ref, invoking_user());
  if (options.json) {
    using Json = nlohmann::json;
    const Json all = {{"ref", ref},
                      {"under_way", result.is_under_way},
                      {"status", result.status},
                      {"address", result.address},
                      {"sentence", result.sentence}};
    std::printf("%s", json_lines(all).c_str());
  } else {
    print_line(result.sentence);
  }
  return result.is_under_way ? 0 : 1;
}

}  // namespace

Run resync(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("phone", options->phone, _("MAC address or reference"))->required();
  app.add_flag("--json", options->json, _("print JSON for programs"));
  return [options] { return run(*options); };
}

}  // namespace spaconf::cli

// spaconf nodes: lists the machines with a TFTP folder, and forgets one.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "base/config.h"
#include "base/duration.h"
#include "base/translation.h"
#include "commands.h"
#include "print.h"
#include "registration/services.h"

namespace spaconf::cli {
namespace {

int list(ProfileNodes& profile_nodes) {
  for (const ProfileNode& each : profile_nodes.all()) {
    const std::string state = counted("{count} profile behind, seen {time} ago",
                                      "{count} profiles behind, seen {time} ago",
                                      std::int64_t(each.behind), {{"time", humanized(each.age)}});
    std::printf("%-20s  %s%s%s\n", each.name.c_str(), state.c_str(),
                each.reason.empty() ? "" : ": ", each.reason.c_str());
  }
  return 0;
}

int remove(ProfileNodes& profile_nodes, const std::string& name) {
  if (!profile_nodes.remove(name)) {
    throw std::runtime_error(sentence(_("node {name} does not exist"), {{"name", name}}));
  }
  print_line(sentence(_("{name} is forgotten; if its worker still runs, it begins anew"),
                      {{"name", name}}));
  return 0;
}

}  // namespace

Run nodes(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  app.add_option("--remove", *name, _("forget this node and what it does not have yet"));
  return [name] {
    Services services{Config(Config::usual_file())};
    services.store.require_schema();
    ProfileNodes& profile_nodes = services.store.profile_nodes;
    return name->empty() ? list(profile_nodes) : remove(profile_nodes, *name);
  };
}

}  // namespace spaconf::cli

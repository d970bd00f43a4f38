// spaconf initial-profiles: writes spa921.cfg … spa962.cfg to the root of the TFTP folder.
#include <cstdio>

#include "base/config.h"
#include "commands.h"
#include "registration/services.h"

namespace spaconf::cli {

Run initial_profiles(CLI::App&) {
  return [] {
    Services services{Config(Config::usual_file())};
    for (const Model& model : models()) {
      if (!model.is_hardware()) continue;
      std::string file = std::string(model.name) + ".cfg";
      services.tftp_folder.write_initial(file, services.profiles.initial(model));
      std::printf("%s: %s\n", file.c_str(), services.profiles.rule().c_str());
    }
    return 0;
  };
}

}  // namespace spaconf::cli

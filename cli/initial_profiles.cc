// spaconf initial-profiles: writes spa921.cfg … spa962.cfg to the root of the TFTP folder.
#include <cstdio>

#include "base/config.h"
#include "commands.h"
#include "registration/services.h"

namespace spaconf::cli {

Run initial_profiles(CLI::App&) {
  return [] {
    Services services{Config(Config::usual_file())};
    for (const InitialProfile& each : services.profiles.initial_profiles()) {
      services.tftp_folder.write_initial(each.file, each.bytes);
      std::printf("%s: %s\n", each.file.c_str(), services.profiles.rule().c_str());
    }
    return 0;
  };
}

}  // namespace spaconf::cli

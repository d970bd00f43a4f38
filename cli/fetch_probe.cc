// Writes a file to the TFTP folder and fetches it through the TFTP server.
#include "fetch_probe.h"

#include <chrono>

#include "base/crypto.h"
#include "base/error.h"
#include "base/http.h"
#include "base/translation.h"

namespace spaconf::cli {
namespace {

constexpr std::chrono::seconds fetch_time{5};

}  // namespace

std::string fetch_probe(const TftpFolder& folder) {
  const std::string file = std::string(probe_prefix) + random_key() + ".cfg";
  folder.write(file, file);
  std::string url = folder.server() + "/" + folder.path_below_root(file), got;
  try {
    got = http::tftp(url, fetch_time);
  } catch (...) {
    folder.remove(file);
    throw;
  }
  folder.remove(file);
  if (got != file) throw Unavailable("TFTP server", url + ": served another file");
  return sentence(_("{server} serves our files"), {{"server", folder.server()}});
}

}  // namespace spaconf::cli

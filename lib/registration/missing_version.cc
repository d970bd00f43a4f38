// The sentences about versions that are purged, cannot be read or never existed.
#include "registration/missing_version.h"

#include "base/number.h"

namespace spaconf {

std::string missing_version(const Record& phone, const std::string& version) {
  if (version.empty()) return "Name the version.";
  const auto number = whole_number(version, 1, phone.version);
  if (!number) return "This phone has no version " + version + ".";
  if (*number == phone.version) return "Version " + version + " is the current one.";
  return "Version " + version + " is no longer available.";
}

std::string missing_versions(const Record& phone, const std::vector<Revision>& revisions) {
  const int missing = (revisions.empty() ? phone.version : revisions.back().version) - 1;
  if (missing == 0) return "";
  if (missing == 1) return "Version 1 is no longer available.";
  return "Versions 1 to " + std::to_string(missing) + " are no longer available.";
}

}  // namespace spaconf

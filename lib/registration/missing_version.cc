// The sentences about versions that are purged, cannot be read or never existed.
#include "registration/missing_version.h"

#include "base/number.h"
#include "base/translation.h"

namespace spaconf {

std::string missing_version(const Record& phone, const std::string& version) {
  if (version.empty()) return _("Name the version.");
  const auto number = whole_number(version, 1, phone.version);
  const char* const message = !number ? _("This phone has no version {version}.")
                              : *number == phone.version
                                  ? _("Version {version} is the current one.")
                                  : _("Version {version} is no longer available.");
  return sentence(message, {{"version", version}});
}

std::string missing_versions(const Record& phone, const std::vector<Revision>& revisions) {
  const int missing = (revisions.empty() ? phone.version : revisions.back().version) - 1;
  if (missing == 0) return "";
  if (missing == 1) return _("Version 1 is no longer available.");
  return sentence(_("Versions 1 to {last} are no longer available."), {{"last", missing}});
}

}  // namespace spaconf

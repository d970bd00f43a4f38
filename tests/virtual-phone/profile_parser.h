// What a phone reads out of the text of a profile.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace virtual_phone {

/// The phone takes nothing of a profile that it cannot read.
struct Corrupt : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One parameter of the profile.
struct Assignment {
  std::string name;       ///< Case-sensitive
  std::string value;      ///< Without white space at its ends, inner newlines are spaces; ASCII
  bool keeps = false;     ///< Written <X/>: the value stays what it was
  bool was_ascii = true;  ///< Not so: each character beyond ASCII has become a question mark
};

/// Every parameter in the order of the profile; of a name that comes twice the last one counts.
///
///     <flat-profile>
///       <Resync_Periodic ua="na"> 3600 </Resync_Periodic>   sets it to 3600
///       <Syslog_Server></Syslog_Server>                     sets it empty
///       <Dial_Plan_1_/>                                     leaves it
///     </flat-profile>
///
/// Throws Corrupt. Source: Linksys SPA Provisioning Guide 3.01, pages 28-30, and the Cisco edition
/// of 2009, page 36. The phone's behaviour with CDATA and document types is not documented, so they
/// are taken as corrupt.
std::vector<Assignment> parse_profile(std::string_view text);

}  // namespace virtual_phone

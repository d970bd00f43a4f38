// Profile_Rule: from a line of script to one command to fetch something.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "macros.h"

namespace virtual_phone {

/// A rule that the phone cannot make sense of.
struct BadRule : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What to fetch, and how.
struct Command {
  std::string scheme = "tftp";  ///< tftp, http or https
  std::string host;             ///< Empty: the server that DHCP named
  int port = 0;                 ///< The scheme's own unless the rule says otherwise
  std::string path;             ///< Absolute
  std::string key;              ///< --key: what the profile is encrypted with
  std::string post;             ///< --post x: the letter of the GPP that is sent
};

/// What a rule may look at and touch while it is evaluated.
struct Surroundings {
  std::function<Macros()> macros;   ///< Asked again after each assignment
  std::function<Macros()> secrets;  ///< $SA to $SD, for --key only
  std::function<void(const std::string& name, const std::string& value)> assign;
};

/// The command of the first alternative whose condition is true; empty when none is.
///
///     ("$PN" eq "SPA942" and $SWVER >= 6.1.5)? [--key $SA] http://h:8080/spa$MA.cfg | /spa$PSN.cfg
///
/// Throws BadRule. Source: Linksys SPA Provisioning Guide 3.01, pages 41-45; conditions: Cisco
/// edition of 2009, pages 46-47.
std::optional<Command> evaluated(std::string_view rule, const Surroundings& surroundings);

}  // namespace virtual_phone

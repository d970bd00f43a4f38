// One resync: the profile rules in their order, each file fetched, read and applied.
#pragma once

#include <map>
#include <random>
#include <string>
#include <vector>

#include "clock.h"
#include "fetch.h"
#include "flash.h"
#include "rule.h"
#include "tell.h"

namespace virtual_phone {

/// What is printed on the phone, what runs on it, and what DHCP told it.
struct Identity {
  const Model* model = nullptr;
  std::string firmware;  ///< "6.1.5(a)"
  std::string mac;       ///< 12 lower-case hexadecimal digits
  std::string serial;
  std::string address;      ///< Empty when not known yet
  std::string tftp_server;  ///< Host or host:port; empty when DHCP named none
};

/// Why a resync is made: macro $PRVST.
enum class Reason { asked = -1, power_up = 0, periodic = 1, retry = 2 };

class Provisioning {
 public:
  Provisioning(const Identity& identity, Flash& flash, const Clock& clock, const Tell& tell)
      : identity_(identity), flash_(flash), clock_(clock), tell_(tell) {}

  struct Outcome {
    bool ok = false;
    bool changed = false;  ///< Some setting is another now; the phone reboots
  };

  /// Profile_Rule, _B, _C and _D, or instead of them the rule given (from the phone's own web
  /// page). The first that fails ends it.
  Outcome resync(Reason reason, const std::string& rule = {});

  int requests() const { return requests_; }

 private:
  Outcome follow(const std::string& rule, Reason reason);
  Outcome apply(const std::string& text);
  Macros macros(Reason reason) const;
  void log(const char* parameter) const;

  const Identity& identity_;
  Flash& flash_;
  const Clock& clock_;
  const Tell& tell_;
  Macros last_;  // $SCHEME, $SERV and the like of the last request
  double last_attempt_ = 0;
  int requests_ = 0;
};

}  // namespace virtual_phone

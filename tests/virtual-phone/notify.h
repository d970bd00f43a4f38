// NOTIFY requests that ask the phone to resync or reboot.
#pragma once

#include <string>

#include "flash.h"
#include "sip_message.h"

namespace virtual_phone {

/// What a NOTIFY asks of the whole phone.
enum class Wish { none, resync, reboot, restart, report };

class Notify {
 public:
  /// For extension n, with the settings the phone has now.
  Notify(int n, const Flash& flash);

  /// What is asked for, once the password of the line has been shown where Auth_Resync-Reboot_n_
  /// wants it; puts status and challenge into `response`. Source: Cisco SPA500 guide and what
  /// Asterisk and XiVO send; the realm is not documented, so it is the domain of the line.
  Wish answer(const SipMessage& request, SipMessage& response);

 private:
  bool may(const SipMessage& request) const;

  const int n_;
  const Flash& flash_;
  std::string nonce_;  // good for one answer
};

}  // namespace virtual_phone

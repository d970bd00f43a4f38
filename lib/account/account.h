// A SIP account: who may register at the exchange, and with what.
#pragma once

#include <string>
#include <vector>

#include "base/secret.h"

namespace spaconf {

/// One SIP account.
struct Account {
  std::string user;    ///< What is dialled: "1001"
  std::string domain;  ///< The SIP domain, which is the realm too
  Secret password;
};

/// An account as it stands at the exchange.
struct StoredAccount {
  std::string user;                      ///< In the exchange's spelling
  std::string digest;                    ///< Of its secrets; to be compared only
  std::vector<std::string> permissions;  ///< In the exchange's order
};

/// Where a phone is reachable at this moment, as the exchange knows it.
struct Contact {
  std::string uri;         ///< "sip:1001@192.0.2.7:5060"
  std::string since;       ///< Time of the latest REGISTER, UTC, "2026-11-23 10:33:07"
  std::string until;       ///< When it expires, likewise
  std::string user_agent;  ///< "Linksys/SPA942-6.1.5(a)"
};

}  // namespace spaconf

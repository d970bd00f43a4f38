// Defines a SIP account and a contact.
#pragma once

#include <string>
#include <vector>

#include "base/secret.h"

namespace spaconf {

/// One SIP account.
struct Account {
  std::string user;    ///< The number to dial: "1001"
  std::string domain;  ///< The SIP domain, which is also the realm
  Secret password;
};

/// An account as it is stored on the exchange.
struct StoredAccount {
  std::string user;                      ///< In the exchange's spelling
  std::string digest;                    ///< A digest of its secrets, for comparison only
  std::vector<std::string> permissions;  ///< In the exchange's order
  bool has_password = false;             ///< That is not random text of spaconf
  bool has_ha1 = false;
  bool ha1_is_of_password = false;  ///< In the domain of [account]
};

/// Whether a password opens an account of the exchange: `contradicts` when it agrees with the
/// password there and not with the hash, or the other way round; `absent` when there is neither, or
/// no such account.
enum class PasswordCheck { agrees, differs, contradicts, absent };

/// What stands in the way of a new account on the exchange.
struct NameConflicts {
  std::string account;                   ///< In the exchange's spelling; empty for none
  std::vector<std::string> namesakes;    ///< Domains of accounts of the same name
  std::vector<std::string> permissions;  ///< Left by an account that is not there any more

  /// Does nothing stand in the way?
  bool empty() const { return account.empty() && namesakes.empty() && permissions.empty(); }
};

/// Where the exchange currently reaches a phone.
struct Contact {
  std::string uri;         ///< "sip:1001@192.0.2.7:5060"
  std::string since;       ///< Time of the latest REGISTER, UTC, "2026-11-23 10:33:07"
  std::string until;       ///< When it expires, likewise
  std::string user_agent;  ///< "Linksys/SPA942-6.1.5(a)"
};

}  // namespace spaconf

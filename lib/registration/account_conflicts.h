// Finds and defines the conflicts about an account's name that an administrator resolves.
#pragma once

#include <string>

#include "account/exchange.h"
#include "base/error.h"

namespace spaconf {

/// The exchange has an account that spaconf did not create; it could be taken over.
class ForeignAccount : public Conflict {
 public:
  ForeignAccount(int position, const std::string& user);
};

/// The exchange has an account of this name in another domain and does not use domains.
class Namesake : public Conflict {
 public:
  Namesake(int position, const std::string& user, const std::string& domain);
};

/// The exchange has an account in another letter case. SIP treats it as a different account, so
/// spaconf cannot take it over.
class OtherSpelling : public Conflict {
 public:
  OtherSpelling(int position, const std::string& user, const std::string& there);
};

/// The exchange has permissions of an account that it does not have.
class ForeignPermissions : public Conflict {
 public:
  ForeignPermissions(int position, const std::string& user);
};

/// A former account of this name is still to be removed from the exchange.
class StillLeaving : public Conflict {
 public:
  StillLeaving(int position, const std::string& user);
};

/// Does the exchange have the account? Throws OtherSpelling if the exchange's statements would find
/// that account instead.
bool is_there(Exchange& exchange, const std::string& user, int position);
/// Throws Namesake if the exchange has such an account.
void require_no_namesake(Exchange& exchange, const std::string& user, int position);
/// Throws one of the conflicts above if the exchange cannot have a new account of this name. False:
/// it has one, and may_overwrite.
bool require_free(Exchange& exchange, const std::string& user, int position, bool may_overwrite);

}  // namespace spaconf

// Defines the conflicts about an account's name that an administrator resolves.
#pragma once

#include <string>

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

}  // namespace spaconf

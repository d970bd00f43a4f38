// Finds and defines the conflicts about an account's name that an administrator resolves.
#pragma once

#include <string>

#include "account/exchange.h"
#include "base/error.h"

namespace spaconf {

/// A conflict about the name of a line's account. Its what() is English, because it is stored and
/// logged.
class NameConflict : public Conflict {
 public:
  const char* what() const noexcept override { return in_english_.c_str(); }

 protected:
  struct Names {
    std::string user, other = {};
  };
  NameConflict(int position, const char* message, const Names& names);

 private:
  std::string in_english_;
};

/// The exchange has an account that spaconf did not create; it could be taken over.
class ForeignAccount : public NameConflict {
 public:
  ForeignAccount(int position, const std::string& user);
};

/// The exchange has an account of this name in another domain and does not use domains.
class Namesake : public NameConflict {
 public:
  Namesake(int position, const std::string& user, const std::string& domain);
};

/// The exchange has an account in another letter case. SIP treats it as a different account, so
/// spaconf cannot take it over.
class OtherSpelling : public NameConflict {
 public:
  OtherSpelling(int position, const std::string& user, const std::string& there);
};

/// The exchange has permissions of an account that it does not have.
class ForeignPermissions : public NameConflict {
 public:
  ForeignPermissions(int position, const std::string& user);
};

/// A former account of this name is still to be removed from the exchange.
class StillLeaving : public NameConflict {
 public:
  StillLeaving(int position, const std::string& user);
};

/// The stored reason why an account or a profile waits, in the language in use as far as it is one
/// of these conflicts.
std::string reason_in_words(const std::string& stored);

/// "1001 belongs to novak."
std::string belongs_to(const std::string& user, const std::string& owner);

/// Does the exchange have the account? Throws OtherSpelling if the exchange's statements would find
/// that account instead.
bool is_there(Exchange& exchange, const std::string& user, int position);
/// Throws Namesake if the exchange has such an account.
void require_no_namesake(Exchange& exchange, const std::string& user, int position);
/// Throws one of the conflicts above if the exchange cannot have a new account of this name. False:
/// it has one, and may_overwrite.
bool require_free(Exchange& exchange, const std::string& user, int position, bool may_overwrite);

}  // namespace spaconf

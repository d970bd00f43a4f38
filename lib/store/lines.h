// The table of lines: which phone has which account.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/sql.h"
#include "store/registration.h"

namespace spaconf {

/// A phone that has a line with an account.
struct AccountPhone {
  std::int64_t id;  ///< The registration's
  std::string ref;  ///< Empty when there is no such registration
};

/// A line of a registration, with its account's number.
struct NewLine {
  std::int64_t registration;
  const Line* line;
  std::int64_t account;
};

/// The table of lines. A line is changed only under its registration's lock.
class Lines {
 public:
  explicit Lines(sql::Connection& database) : database_(database) {}

  void add(std::int64_t registration, const Line& line, std::int64_t account);
  /// Adds many.
  void add_each(const std::vector<NewLine>& lines);
  void remove_all(std::int64_t registration);
  /// Registrations that have a line with the account.
  std::vector<AccountPhone> phones_with(std::int64_t account);
  /// The models of all live phones that have a line with this account, each once.
  std::vector<const Model*> models_with(const std::string& user, const std::string& domain);
  /// Reference of the person's live software phone with a line of this account, other than the
  /// registration `except`; empty when there is none.
  std::string software_phone_with(const std::string& user, const std::string& domain,
                                  const std::string& login, std::int64_t except);
  /// Positions of the registration's lines with accounts that it created within the last hour,
  /// which no other phone has and whose passwords were not changed.
  std::set<int> with_first_password(std::int64_t registration);
  /// Numbers of registrations that are not live, or do not exist, and have lines.
  std::vector<std::int64_t> without_live_phone();

 private:
  sql::Connection& database_;
};

}  // namespace spaconf

// Checks users, their roles and form tokens.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "base/secret.h"
#include "web/message.h"
#include "web/roles.h"

namespace spaconf::web {

/// Checks users by [web] and [web.roles].
class Identity {
 public:
  Identity(const Section& web, Roles::GroupsOf groups_of);

  /// As of Roles.
  std::string login_of(std::string_view user) const { return roles_.login_of(user); }
  /// The role of a user whom the web server has authenticated. Asks the directory once, and only
  /// about roles above the one from the lists, and caches the role for a minute.
  Role role(const std::string& user) const;
  /// Throws Refused(403) unless the web server authenticated the user and the
  /// user's role is `least` or more.
  void require(const Request& request, Role least) const;
  /// Throws Refused(403) when the browser's headers show that another site sent the form.
  void verify_origin(const Request& request) const;

  /// A token for one form: it is valid for this user, this action and this request
  /// key, for eight hours, also after a change of key_file that leaves it as former_key_file.
  /// Shape: seconds since 1970, '-', 64 hex digits.
  std::string token(std::string_view user, std::string_view action, std::string_view key) const;
  /// Throws Refused(403) unless `token` was made by token() with the same values.
  void require_token(std::string_view token, std::string_view user, std::string_view action,
                     std::string_view key) const;

  using Clock = std::chrono::system_clock;
  /// The current time; tests replace it.
  std::function<Clock::time_point()> now = Clock::now;

 private:
  struct Known {
    Role role;
    Clock::time_point since, until;
  };
  void remember(const std::string& user, Role role, std::chrono::seconds time) const;

  Roles roles_;
  std::vector<std::string> origins_;
  Secret key_, former_key_;                     // tokens are made with key_ and may be of either
  mutable std::map<std::string, Known> known_;  // by user
};

}  // namespace spaconf::web

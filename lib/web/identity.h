// Defines roles, and checks users and form tokens.
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

namespace spaconf::web {

/// A user's role; each role includes the rights of the one before.
enum class Role { none, reader, registrar, administrator };

/// Checks users by [web] and [web.roles].
class Identity {
 public:
  /// Returns those of the directory's `groups` that this user belongs to.
  using GroupsOf = std::function<std::vector<std::string>(const std::string& user,
                                                          const std::vector<std::string>& groups)>;

  Identity(const Section& web, GroupsOf groups_of);

  /// The login of a user as the web server passes it: case-folded, without a realm of
  /// [web] realms: "novakp" of "NovakP", "novakp@EXAMPLE.CZ" and "EXAMPLE\novakp".
  std::string login_of(std::string_view user) const;
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
  struct Grant {
    Role role;
    std::vector<std::string> users, groups;
  };
  struct Known {
    Role role;
    Clock::time_point since, until;
  };
  Role listed_role(const std::string& user) const;
  Role resolved_role(const std::string& user) const;
  void remember(const std::string& user, Role role, std::chrono::seconds time) const;

  std::vector<Grant> grants_;  // the highest role first
  std::vector<std::string> origins_, realms_;
  Secret key_, former_key_;  // tokens are made with key_ and may be of either
  GroupsOf groups_of_;
  mutable std::map<std::string, Known> known_;  // by user
};

}  // namespace spaconf::web

// Finds the role of a user in the lists and groups of [web.roles].
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"

namespace spaconf::web {

/// A user's role; each role includes the rights of the one before.
enum class Role { none, reader, registrar, administrator };

/// The roles of users, as [web] and [web.roles] say at any time.
class Roles {
 public:
  /// Returns those of the directory's `groups` that this user belongs to.
  using GroupsOf = std::function<std::vector<std::string>(const std::string& user,
                                                          const std::vector<std::string>& groups)>;

  Roles(const Section& web, GroupsOf groups_of);

  /// The login of a user as the web server passes it: case-folded, without a realm of
  /// [web] realms: "novakp" of "NovakP", "novakp@EXAMPLE.CZ" and "EXAMPLE\novakp".
  std::string login_of(std::string_view user) const;
  /// The role by the lists of logins alone.
  Role listed(const std::string& user) const;
  /// The role by lists and groups. Asks the directory once, and only about roles above the one from
  /// the lists. Throws Unavailable.
  Role resolved(const std::string& user) const;

 private:
  struct Grant {
    Role role;
    std::vector<std::string> users, groups;
  };

  std::vector<Grant> grants_;  // the highest role first
  std::vector<std::string> realms_;
  GroupsOf groups_of_;
};

}  // namespace spaconf::web

// Reads [web.roles] and applies it to users.
#include "web/roles.h"

#include <algorithm>

#include "base/login.h"

namespace spaconf::web {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& item) {
  return std::ranges::find(list, item) != list.end();
}

std::vector<std::string> login_keys(std::vector<std::string> texts) {
  for (std::string& text : texts) text = login_key(text);
  return texts;
}

}  // namespace

Roles::Roles(const Section& web, GroupsOf groups_of)
    : realms_(login_keys(web.texts("realms"))), groups_of_(std::move(groups_of)) {
  Section roles = web.section("roles");
  for (auto [role, name] : {std::pair{Role::administrator, "administrator"},
                            {Role::registrar, "registrar"},
                            {Role::reader, "reader"}}) {
    std::vector<std::string> users = roles.texts(name);
    for (std::string& user : users) user = login_of(user);
    grants_.push_back({role, std::move(users), roles.texts(std::string(name) + "_groups")});
  }
}

std::string Roles::login_of(std::string_view user) const {
  std::string login = login_key(user);
  for (const std::string& realm : realms_) {
    if (login.ends_with("@" + realm)) return login.substr(0, login.size() - realm.size() - 1);
    if (login.starts_with(realm + "\\")) return login.substr(realm.size() + 1);
  }
  return login;
}

Role Roles::listed(const std::string& user) const {
  for (const Grant& grant : grants_) {
    if (contains(grant.users, user) || contains(grant.users, "*")) return grant.role;
  }
  return Role::none;
}

Role Roles::resolved(const std::string& user) const {
  const Role listed = this->listed(user);
  std::vector<std::string> groups;
  for (const Grant& grant : grants_) {
    if (grant.role == listed) break;
    groups.insert(groups.end(), grant.groups.begin(), grant.groups.end());
  }
  if (groups.empty()) return listed;
  const auto own = groups_of_(user, groups);
  for (const Grant& grant : grants_) {
    if (grant.role == listed) break;
    for (const std::string& group : grant.groups) {
      if (contains(own, group)) return grant.role;
    }
  }
  return listed;
}

}  // namespace spaconf::web

// Reads the login user from /proc/self/loginuid (see pam_loginuid) and adds the effective user.
#include "invoking_user.h"

#include <pwd.h>
#include <unistd.h>

#include <optional>
#include <system_error>

#include "base/file.h"
#include "base/number.h"
#include "base/text.h"

namespace spaconf::cli {
namespace {

/// The kernel's value for a process without a login, such as a service.
constexpr uid_t no_login = static_cast<uid_t>(-1);

std::string name_of(uid_t user) {
  const struct passwd* entry = ::getpwuid(user);
  return entry ? entry->pw_name : std::to_string(user);
}

uid_t login_user() try {
  const std::string text = read_file("/proc/self/loginuid");
  return static_cast<uid_t>(whole_number(trim(text), 0, no_login).value_or(no_login));
} catch (const std::system_error&) {
  return no_login;  // a kernel without audit
}

}  // namespace

std::string invoking_login() {
  const uid_t login = login_user();
  return name_of(login == no_login ? ::getuid() : login);
}

std::string invoking_user() {
  const uid_t user = ::getuid(), login = login_user();
  if (login == no_login || login == user) return name_of(user);
  return name_of(login) + " as " + name_of(user);
}

}  // namespace spaconf::cli

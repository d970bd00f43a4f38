// udhcpc underneath: it calls a script, and the script leaves a lease behind.
#include "dhcp.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

namespace virtual_phone {
namespace {

constexpr const char script[] = R"(#!/bin/sh
case $1 in
  deconfig) ip addr flush dev "$interface" && ip link set "$interface" up ;;
  bound | renew)
    ip addr replace "$ip/$mask" dev "$interface"
    [ -z "$router" ] || ip route replace default via "${router%% *}"
    printf '%s\n' "address $ip" "tftp $tftp" "hostname $hostname" >"${0%/*}/lease"
    ;;
esac
)";

/// Runs a command quietly to its end.
bool succeeds(std::vector<std::string> words) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    if (!std::freopen("/dev/null", "w", stdout) || !std::freopen("/dev/null", "w", stderr))
      _exit(126);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

class Folder {
 public:
  Folder() {
    char name[] = "/tmp/virtual-phone-XXXXXX";
    if (!mkdtemp(name)) throw std::filesystem::filesystem_error("mkdtemp", {});
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::optional<Lease> ask_dhcp(const std::string& interface, const std::string& vendor_class) {
  const Folder folder;
  const auto program = folder.path() / "script";
  std::ofstream(program) << script;
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  // -n -q: end with the first lease or without one; ten questions, two seconds apart.
  if (!succeeds({"udhcpc", "-i", interface, "-f", "-n", "-q", "-t", "10", "-T", "2", "-V",
                 vendor_class, "-O", "tftp", "-O", "hostname", "-s", program}))
    return std::nullopt;
  std::ifstream in(folder.path() / "lease");
  Lease lease;
  for (std::string line; std::getline(in, line);) {
    const std::string name = line.substr(0, line.find(' ')), value = line.substr(name.size() + 1);
    if (name == "address") lease.address = value;
    if (name == "tftp") lease.tftp_server = value;
    if (name == "hostname") lease.hostname = value;
  }
  return lease;
}

}  // namespace virtual_phone

// Compares the configuration of tftpd-hpa with what spaconf needs.
#include "tftpd_settings.h"

#include <grp.h>
#include <pwd.h>

#include "base/text.h"

namespace spaconf::cli {
namespace {

/// An option by its long name or its letter; letters may be written together: -sp.
bool has_option(const std::string& options, std::string_view name, char letter) {
  for (const std::string& word : split(options, ' ')) {
    const bool has_letters = word.starts_with('-') && !word.starts_with("--");
    if (word == name || (has_letters && word.find(letter) != word.npos)) return true;
  }
  return false;
}

bool is_in_group(const std::string& user, const std::string& name) {
  const passwd* entry = ::getpwnam(user.c_str());
  const struct group* group = ::getgrnam(name.c_str());
  if (!entry || !group) return false;
  if (entry->pw_gid == group->gr_gid) return true;
  for (char** member = group->gr_mem; *member; ++member) {
    if (user == *member) return true;
  }
  return false;
}

}  // namespace

TftpdSettings read_tftpd_settings(std::string_view text) {
  TftpdSettings settings;
  for (const std::string& line : split(text, '\n')) {
    const auto equals = line.find('=');
    if (equals == line.npos) continue;
    const std::string_view name = trim(std::string_view(line).substr(0, equals));
    std::string value(trim(std::string_view(line).substr(equals + 1)));
    std::erase_if(value, [](char c) { return c == '"' || c == '\''; });
    if (name == "TFTP_DIRECTORY") settings.directory = value;
    if (name == "TFTP_USERNAME") settings.user = value;
    if (name == "TFTP_OPTIONS") settings.options = value;
  }
  return settings;
}

std::vector<std::string> tftpd_problems(const TftpdSettings& settings,
                                        const std::filesystem::path& root,
                                        const std::string& group) {
  std::vector<std::string> problems;
  if (std::filesystem::path(settings.directory).lexically_normal() != root.lexically_normal()) {
    problems.push_back("in.tftpd serves " + settings.directory + ": TFTP_DIRECTORY=\"" +
                       root.string() + "\"");
  }
  if (!has_option(settings.options, "--secure", 's') ||
      !has_option(settings.options, "--permissive", 'p')) {
    problems.push_back(
        "in.tftpd needs the folder as its root, and must read files that not everybody may read: "
        "TFTP_OPTIONS=\"--secure --permissive\"");
  }
  if (has_option(settings.options, "--create", 'c')) {
    problems.push_back("everybody could write files by TFTP: remove --create from TFTP_OPTIONS");
  }
  if (!is_in_group(settings.user, group)) {
    problems.push_back("in.tftpd runs as " + settings.user + ", which is not in the group " +
                       group + ": adduser " + settings.user + " " + group);
  }
  return problems;
}

}  // namespace spaconf::cli

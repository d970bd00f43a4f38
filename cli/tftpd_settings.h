// Reads the configuration of tftpd-hpa.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace spaconf::cli {

/// What in.tftpd is started with, by Debian's /etc/default/tftpd-hpa.
struct TftpdSettings {
  std::string directory, user, options;
};

/// Source: tftpd-hpa's init script, which reads the file as shell assignments.
TftpdSettings read_tftpd_settings(std::string_view text);

/// What an administrator has to change so that in.tftpd serves `root`, whose files only `group` may
/// read: a sentence each, with the line to write. Empty: nothing.
std::vector<std::string> tftpd_problems(const TftpdSettings& settings,
                                        const std::filesystem::path& root,
                                        const std::string& group);

}  // namespace spaconf::cli

// Compares the configuration of tftpd-hpa with what spaconf needs.
#include "tftpd_settings.h"

#include <getopt.h>
#include <grp.h>
#include <pwd.h>

#include "base/text.h"
#include "base/translation.h"

namespace spaconf::cli {
namespace {

/// The options of in.tftpd that matter here.
struct TftpdOptions {
  bool is_secure = false, is_permissive = false, creates = false;
  std::string user;  ///< Empty when the options name none
};

/// The first word of a shell assignment's value, without its quotes; what follows is a comment.
std::string first_word(std::string_view value) {
  std::string word;
  char quote = 0;
  for (char c : value) {
    if (quote == 0 && (c == ' ' || c == '\t' || c == ';' || c == '\r')) break;
    if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else {
      word += c;
    }
  }
  return word;
}

/// As in.tftpd reads them, also letters written together and names cut short: -vvs, --sec.
/// Source: tftpd.c of tftp-hpa 5.2.
TftpdOptions read_options(const std::string& text) {
  static const option names[] = {{"ipv4", no_argument, nullptr, '4'},
                                 {"ipv6", no_argument, nullptr, '6'},
                                 {"create", no_argument, nullptr, 'c'},
                                 {"secure", no_argument, nullptr, 's'},
                                 {"permissive", no_argument, nullptr, 'p'},
                                 {"verbose", no_argument, nullptr, 'v'},
                                 {"verbosity", required_argument, nullptr, 0},
                                 {"version", no_argument, nullptr, 'V'},
                                 {"listen", no_argument, nullptr, 'l'},
                                 {"foreground", no_argument, nullptr, 'L'},
                                 {"address", required_argument, nullptr, 'a'},
                                 {"blocksize", required_argument, nullptr, 'B'},
                                 {"user", required_argument, nullptr, 'u'},
                                 {"umask", required_argument, nullptr, 'U'},
                                 {"refuse", required_argument, nullptr, 'r'},
                                 {"timeout", required_argument, nullptr, 't'},
                                 {"retransmit", required_argument, nullptr, 'T'},
                                 {"port-range", required_argument, nullptr, 'R'},
                                 {"map-file", required_argument, nullptr, 'm'},
                                 {"pidfile", required_argument, nullptr, 'P'},
                                 {nullptr, 0, nullptr, 0}};
  std::vector<std::string> words{"in.tftpd"};
  for (const std::string& word : split(replaced(text, "\t", " "), ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  TftpdOptions options;
  optind = 0;  // glibc: begin anew
  opterr = 0;
  int letter = 0;
  while ((letter = ::getopt_long(static_cast<int>(words.size()), arguments.data(),
                                 "46cspvVlLa:B:u:U:r:t:T:R:m:P:", names, nullptr)) != -1) {
    if (letter == 's') options.is_secure = true;
    if (letter == 'p') options.is_permissive = true;
    if (letter == 'c') options.creates = true;
    if (letter == 'u') options.user = optarg;
  }
  return options;
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

/// The same for /srv/tftp and /srv/tftp/.
std::filesystem::path normal(const std::filesystem::path& folder) {
  return (folder / "").lexically_normal();
}

}  // namespace

TftpdSettings read_tftpd_settings(std::string_view text) {
  TftpdSettings settings;
  for (const std::string& line : split(text, '\n')) {
    const auto equals = line.find('=');
    if (equals == line.npos) continue;
    const std::string_view name = trim(std::string_view(line).substr(0, equals));
    const std::string value = first_word(std::string_view(line).substr(equals + 1));
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
  const TftpdOptions options = read_options(settings.options);
  const std::string user = options.user.empty() ? settings.user : options.user;
  if (normal(settings.directory) != normal(root)) {
    problems.push_back(sentence(_("in.tftpd serves {folder}: TFTP_DIRECTORY=\"{root}\""),
                                {{"folder", settings.directory}, {"root", root.string()}}));
  }
  if (!options.is_secure || !options.is_permissive) {
    problems.emplace_back(
        _("in.tftpd needs the folder as its root, and must read files that not everybody may read: "
          "TFTP_OPTIONS=\"--secure --permissive\""));
  }
  if (options.creates) {
    problems.emplace_back(
        _("everybody could write files by TFTP: remove --create from TFTP_OPTIONS"));
  }
  if (!is_in_group(user, group)) {
    problems.push_back(
        sentence(_("in.tftpd runs as {user}, which is not in the group {group}: adduser "
                   "{user} {group}"),
                 {{"user", user}, {"group", group}}));
  }
  return problems;
}

}  // namespace spaconf::cli

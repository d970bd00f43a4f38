// spaconf doctor: looks for what keeps an installation from working, also in the web server's and
// the TFTP server's configuration, and says what to change.
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "base/config.h"
#include "base/error.h"
#include "base/file.h"
#include "base/http.h"
#include "commands.h"
#include "program_user.h"
#include "tftpd_settings.h"

namespace spaconf::cli {
namespace {

constexpr char tftpd_file[] = "/etc/default/tftpd-hpa";
constexpr std::chrono::seconds connect_time{3}, answer_time{10};

struct Options {
  std::string user, ca_file;
};

/// Prints each finding and remembers whether one was bad.
class Report {
 public:
  void good(const std::string& sentence) { std::printf("ok    %s\n", sentence.c_str()); }
  void bad(const std::string& sentence) {
    std::printf("FAIL  %s\n", sentence.c_str());
    is_good_ = false;
  }
  bool is_good() const { return is_good_; }

 private:
  bool is_good_ = true;
};

std::string group_name(gid_t gid) {
  const struct group* group = ::getgrgid(gid);
  return group ? group->gr_name : std::to_string(gid);
}

/// Why the socket does not answer; empty when it does.
std::string why_silent(const std::string& path) {
  sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
  if (path.size() >= sizeof address.sun_path) return "the path is too long";
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int failed =
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) ? errno : 0;
  ::close(socket);
  return failed ? std::strerror(failed) : "";
}

/// The socket's mode and group, which decide whether the web server may connect.
void examine_socket(const std::string& path, Report& report) {
  if (const std::string why = why_silent(path); !why.empty()) {
    report.bad("socket " + path + ": " + why +
               "; start the program: systemctl enable --now spaconf-form.socket "
               "spaconf-submit.socket");
    return;
  }
  struct stat status {};
  ::stat(path.c_str(), &status);
  const std::string group = group_name(status.st_gid);
  if (!(status.st_mode & S_IWGRP)) {
    report.bad("socket " + path + ": its group " + group +
               " may not connect, so the web server cannot either: chmod 0660");
  } else if (status.st_mode & S_IRWXO) {
    report.bad("socket " + path +
               ": every user of this machine may connect and name any user: " + "chmod 0660");
  } else {
    report.good("socket " + path + ": open to the group " + group);
  }
}

class PagesExamination {
 public:
  PagesExamination(const Section& web, const std::string& ca_file, Report& report)
      : base_(web.text("base_path")),
        client_("web server", ca_file, connect_time, answer_time),
        report_(report) {}

  void of(const std::string& origin) try {
    const std::string health = origin + base_ + "/healthz";
    const http::Reply reply = client_.send({.url = health, .headers = {}, .body = {}});
    if (reply.status == 200 && reply.body.starts_with("ok")) {
      report_.good(health + ": form.fcgi answers");
      examine_login(origin + base_ + "/");
    } else {
      report_.bad(health + ": " + meaning_of(reply.status));
    }
  } catch (const Unavailable& error) {
    report_.bad(origin + ": " + error.what());
  }

 private:
  static std::string meaning_of(long status) {
    const std::string number = "status " + std::to_string(status);
    if (status >= 300 && status < 400) {
      return number + ", a redirection: `origins` must be the address that browsers end at";
    }
    switch (status) {
      case 401:
        return number +
               ": the web server's file for spaconf is older or was changed; the "
               "health pages need no login";
      case 403:
        return number +
               ": the web server lets only this machine see the health pages, and "
               "the name leads to it by another address";
      case 404:
        return number +
               ": the web server does not know spaconf there: include "
               "snippets/spaconf.conf (nginx) or a2enconf spaconf-proxy (Apache)";
      case 502:
      case 503:
      case 504:
        return number +
               ": the web server does not reach form.fcgi; its user must be in "
               "the socket's group";
      default: return number + " instead of 200";
    }
  }

  /// Without a login no request may get through, least of all with a name of its own choice.
  void examine_login(const std::string& page) {
    const http::Reply plain = client_.send({.url = page, .headers = {}, .body = {}});
    const http::Reply named =
        client_.send({.url = page,
                      .headers = {{"Authorization", "Basic cm9vdDpub3QgdGhlIHBhc3N3b3Jk"}},
                      .body = {}});
    if (plain.status == 200 || named.status == 200) {
      report_.bad(page + ": everybody sees the pages, without a login");
    } else if (is_our_refusal(plain) || is_our_refusal(named)) {
      report_.bad(page +
                  ": the web server asks for no login, or does not pass "
                  "SPACONF_AUTHENTICATED; compare with the file that spaconf ships");
    } else {
      report_.good(page + ": asks for a login (status " + std::to_string(plain.status) + ")");
    }
  }

  static bool is_our_refusal(const http::Reply& reply) {
    return reply.status == 403 && reply.body.find("did not authenticate you") != std::string::npos;
  }

  std::string base_;
  http::Client client_;
  Report& report_;
};

void examine_tftpd(const Section& phone, Report& report) {
  if (!std::filesystem::exists(tftpd_file)) return;
  const auto problems = tftpd_problems(read_tftpd_settings(read_file(tftpd_file)),
                                       phone.text("root"), phone.text("group"));
  for (const std::string& each : problems) report.bad(std::string(tftpd_file) + ": " + each);
  if (problems.empty()) report.good(std::string(tftpd_file) + ": fits");
}

int examine(const Options& options) {
  const ProgramUser user(options.user);
  Report report;
  std::printf("Configuration and services\n");
  std::fflush(stdout);
  const int code = user.run({"check-config", "--live"});
  if (code == exit_misconfigured) return code;
  const Config config(Config::usual_file());
  const Section web = config.section("web");
  std::printf("\nTFTP server\n");
  examine_tftpd(config.section("phone"), report);
  std::printf("\nPages\n");
  for (const char* key : {"form_socket", "submit_socket"}) examine_socket(web.text(key), report);
  PagesExamination pages(web, options.ca_file, report);
  for (const std::string& origin : web.texts("origins")) pages.of(origin);
  return code == 0 && report.is_good() ? 0 : 1;
}

}  // namespace

Run doctor(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("--user", options->user, "the user who runs the programs")->default_val("spaconf");
  app.add_option("--ca-file", options->ca_file,
                 "the authorities that sign the web server's certificate")
      ->default_val("/etc/ssl/certs/ca-certificates.crt");
  return [options] { return examine(*options); };
}

}  // namespace spaconf::cli

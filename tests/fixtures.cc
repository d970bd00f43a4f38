// Folders below /tmp, and every kind of exception by its name.
#include "fixtures.h"

#include <fcntl.h>
#include <grp.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <fstream>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "web/message.h"

namespace spaconf {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "spaconf-unit-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp " + name);
  path_ = name;
}

Folder::~Folder() {
  std::error_code error;
  std::filesystem::remove_all(path_, error);
}

std::string Folder::file(const std::string& name, std::string_view text) const {
  std::filesystem::path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  std::filesystem::permissions(file, std::filesystem::perms(0600));
  return file.string();
}

Config config(const Folder& folder, std::string_view text) {
  return Config(folder.file("spaconf.conf", text));
}

std::string thrown_by(const std::function<void()>& act, const Folder* folder) {
  auto told = [&](const std::string& kind, const std::exception& error) {
    std::string text = kind + ": " + error.what();
    return folder ? replaced(text, folder->path().string() + "/", "") : text;
  };
  try {
    act();
    return "";
  } catch (const Misconfigured& error) {
    return told("Misconfigured", error);
  } catch (const Unavailable& error) {
    return told("Unavailable", error);
  } catch (const Conflict& error) {
    return told("Conflict", error);
  } catch (const web::Refused& error) {
    return told("Refused " + std::to_string(error.status()), error);
  } catch (const std::exception& error) {
    return told("other", error);
  }
}

TimeZone::TimeZone(const char* name) {
  ::setenv("TZ", name, 1);
  ::tzset();
}

TimeZone::~TimeZone() {
  ::unsetenv("TZ");
  ::tzset();
}

Quiet::Quiet() : kept_(::dup(STDERR_FILENO)) {
  int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDERR_FILENO);
  ::close(nowhere);
}

Quiet::~Quiet() {
  ::dup2(kept_, STDERR_FILENO);
  ::close(kept_);
}

std::filesystem::path in_tree(std::string_view path) {
  return std::filesystem::path(SRCDIR) / path;
}

std::string shipped_configuration(const Folder& folder,
                                  const std::vector<std::pair<std::string, std::string>>& changes) {
  std::string root = folder.path().string();
  for (const char* each :
       {"etc/secrets/web.key", "etc/secrets/database.key", "etc/secrets/database.password",
        "etc/secrets/person.password", "etc/secrets/ticket.token", "etc/ca.pem"}) {
    folder.file(each, "0123456789abcdef0123456789abcdef");
  }
  for (const char* each : {"tftp/config", "staging"}) {
    std::filesystem::create_directories(folder.path() / each);
  }
  std::string text = read_file(in_tree("spaconf.conf"));
  for (auto [from, to] : std::initializer_list<std::pair<std::string, std::string>>{
           {"/usr/share/spaconf/templates", in_tree("templates").string()},
           {"\"/etc/spaconf/", "\"" + root + "/etc/"},
           {"/etc/ssl/certs/ca-certificates.crt", root + "/etc/ca.pem"},
           {"\"/srv/tftp\"", "\"" + root + "/tftp\""},
           {"\"/srv/spaconf/staging\"", "\"" + root + "/staging\""},
           {"group = \"tftp\"",
            std::string("group = \"") + ::getgrgid(::getgid())->gr_name + "\""}}) {
    assert_has(text, from);
    text = replaced(text, from, to);
  }
  for (const auto& [start, value] : changes) {
    assert_has(text, "\n" + start);
    auto begin = text.find("\n" + start) + 1;
    text.replace(begin, text.find('\n', begin) - begin, start + value);
  }
  return text;
}

void assert_has(const std::string& text, const std::string& part) {
  CPPUNIT_ASSERT_MESSAGE("\"" + part + "\" is not in: " + text, text.find(part) != text.npos);
}

}  // namespace spaconf

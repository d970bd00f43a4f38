// The questions of `spaconf setup` as a table.
#include "setup_questions.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "account/exchange.h"
#include "base/sql.h"
#include "base/template.h"
#include "fetch_probe.h"
#include "pages/site.h"
#include "person/directory.h"
#include "phone/tftp_folder.h"
#include "ticket/ticket_system.h"

namespace spaconf::cli {
namespace {

std::string try_directory(const Config& config, const ProgramUser&) {
  return make_directory(config.section("person"))->check();
}

std::string try_exchange(const Config& config, const ProgramUser&) {
  sql::Connection database(config.section("database"));
  database.query("SELECT 1");
  const Templates templates(config.top());
  return Exchange(config.section("account"), templates, database).check();
}

/// Makes the folders first, unless there is something in them.
std::string try_tftp(const Config& config, const ProgramUser& user) {
  const Section phone = config.section("phone");
  const std::filesystem::path root = phone.text("root");
  const TftpFolder folder(phone);
  for (const auto& [path, mode] : {std::pair{root, mode_t{02755}},
                                   {root / phone.text("directory"), 02750},
                                   {phone.text("staging"), 02750}}) {
    if (user.make_folder(path, mode, phone.text("group"))) {
      std::printf("  prepared %s\n", path.c_str());
    }
  }
  return fetch_probe(folder);
}

std::string try_tickets(const Config& config, const ProgramUser&) {
  return make_ticket_system(config.section("ticket"))->check();
}

std::string try_pages(const Config& config, const ProgramUser&) {
  const Site site(config);
  return "the settings are valid";
}

}  // namespace

std::span<const QuestionGroup> setup_questions() {
  using enum AnswerKind;
  static const QuestionGroup groups[] = {
      {"Directory",
       {{"person.uri", "LDAP server, such as ldaps://ldap.example.org"},
        {"person.start_tls", "encrypt ldap:// with StartTLS", flag},
        {"person.ca_file", "authorities that sign the server's certificate"},
        {"person.bind_dn", "DN that spaconf logs in with"},
        {"person.password_file", "its password", secret},
        {"person.base", "DN that all people are below"},
        {"person.filter", "filter that finds a {login}"}},
       try_directory,
       ""},
      {"Database and exchange",
       {{"database.socket", "socket of MariaDB or MySQL"},
        {"database.name", "spaconf's own database"},
        {"database.user", "database user"},
        {"database.password_file", "its password; - makes a new one", secret, true},
        {"account.dialect", "kind of exchange, such as kamailio-5: a file in templates/pbx"},
        {"account.database", "the exchange's database"},
        {"account.domain", "SIP domain"}},
       try_exchange,
       "As the database's administrator: spaconf grants --with-passwords | mysql; on a server of "
       "the exchange's own, what spaconf grants --exchange --with-passwords prints"},
      {"TFTP server",
       {{"phone.root", "folder that the TFTP server serves"},
        {"phone.staging", "folder beside it, on the same file system"},
        {"phone.group", "group that the TFTP server runs as"},
        {"phone.server", "its address for phones, such as tftp://192.0.2.1", text_or_list}},
       try_tftp,
       "spaconf doctor tells what tftpd-hpa's configuration needs."},
      {"Ticket system",
       {{"ticket.url", "Request Tracker"},
        {"ticket.ca_file", "authorities that sign its certificate"},
        {"ticket.token_file", "token of spaconf's user there", secret},
        {"ticket.queue", "queue"}},
       try_tickets,
       ""},
      {"Pages",
       {{"web.origins", "addresses of the pages, such as https://voip.example.org", list},
        {"web.realms", "Kerberos realms or Windows domains to cut from logins", list},
        {"web.roles.administrator", "logins of administrators", list},
        {"web.roles.registrar", "logins of those who may register phones", list},
        {"web.time_zone", "time zone, such as Europe/Prague; - is the system's"}},
       try_pages,
       ""},
  };
  return groups;
}

}  // namespace spaconf::cli

// The questions of `spaconf setup` as a table.
#include "setup_questions.h"

#include <cstdio>
#include <filesystem>
#include <utility>

#include "account/exchange.h"
#include "base/sql.h"
#include "base/template.h"
#include "base/translation.h"
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
      std::printf("  %s\n", sentence(_("prepared {folder}"), {{"folder", path.string()}}).c_str());
    }
  }
  return fetch_probe(folder);
}

std::string try_tickets(const Config& config, const ProgramUser&) {
  return make_ticket_system(config.section("ticket"))->check();
}

std::string try_pages(const Config& config, const ProgramUser&) {
  const Site site(config);
  return _("the settings are valid");
}

}  // namespace

std::span<const QuestionGroup> setup_questions() {
  using enum AnswerKind;
  static const QuestionGroup groups[] = {
      {N_("Directory"),
       {{"person.uri", N_("LDAP server, such as ldaps://ldap.example.org")},
        {"person.start_tls", N_("encrypt ldap:// with StartTLS"), flag},
        {"person.ca_file", N_("authorities that sign the server's certificate")},
        {"person.bind_dn", N_("DN that spaconf logs in with")},
        {"person.password_file", N_("its password"), secret},
        {"person.base", N_("DN that all people are below")},
        {"person.filter", N_("filter that finds a {login}")}},
       try_directory,
       ""},
      {N_("Database and exchange"),
       {{"database.socket", N_("socket of MariaDB or MySQL")},
        {"database.name", N_("spaconf's own database")},
        {"database.user", N_("database user")},
        {"database.password_file", N_("its password; - makes a new one"), secret, true},
        {"account.dialect", N_("kind of exchange, such as kamailio-5: a file in templates/pbx")},
        {"account.database", N_("the exchange's database")},
        {"account.domain", N_("SIP domain")}},
       try_exchange,
       N_("As the database's administrator: spaconf grants --with-passwords | mysql; on a server "
          "of "
          "the exchange's own, what spaconf grants --exchange --with-passwords prints")},
      {N_("TFTP server"),
       {{"phone.root", N_("folder that the TFTP server serves")},
        {"phone.staging", N_("folder beside it, on the same file system")},
        {"phone.group", N_("group that the TFTP server runs as")},
        {"phone.server", N_("its address for phones, such as tftp://192.0.2.1"), text_or_list}},
       try_tftp,
       N_("spaconf doctor tells what tftpd-hpa's configuration needs.")},
      {N_("Ticket system"),
       {{"ticket.url", N_("Request Tracker")},
        {"ticket.ca_file", N_("authorities that sign its certificate")},
        {"ticket.token_file", N_("token of spaconf's user there"), secret},
        {"ticket.queue", N_("queue")}},
       try_tickets,
       ""},
      {N_("Pages"),
       {{"web.origins", N_("addresses of the pages, such as https://voip.example.org"), list},
        {"web.realms", N_("Kerberos realms or Windows domains to cut from logins"), list},
        {"web.roles.administrator", N_("logins of administrators"), list},
        {"web.roles.registrar", N_("logins of those who may register phones"), list},
        {"web.time_zone", N_("time zone, such as Europe/Prague; - is the system's")}},
       try_pages,
       ""},
  };
  return groups;
}

}  // namespace spaconf::cli

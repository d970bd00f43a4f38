// Hands mails to a sendmail program or to an SMTP server.
#include "mail/mailer.h"

#include <unistd.h>

#include "base/child_program.h"
#include "base/error.h"
#include "base/host.h"
#include "base/http.h"
#include "base/text.h"

namespace spaconf {
namespace {

constexpr char service[] = "mail server";
constexpr std::chrono::seconds connect_time{3}, total_time{20};

/// A mail that has no valid form, because of the person's address, is refused.
std::string text_of(const Message& message) {
  try {
    return internet_message(message);
  } catch (const std::invalid_argument& error) {
    throw MailRefused(error.what());
  }
}

class Sendmail : public Mailer {
 public:
  explicit Sendmail(const Section& mail) : program_(mail.text("sendmail")) {
    if (!program_.starts_with('/')) mail.wrong("sendmail", "sendmail is a path beginning with /");
  }

  void send(const Message& message) override {
    // The program reads lines as this system ends them.
    const std::string text = replaced(text_of(message), "\r\n", "\n");
    const ProgramResult result = run({program_, "-i", "-f", message.from, "--", message.to}, text);
    if (result.code == 0) return;
    const std::string why = program_ + ": exit code " + std::to_string(result.code) + " " +
                            std::string(trim(plain_blanks(result.errors)));
    // sysexits.h: wrong data or an unknown user. Every other code may be about the program.
    if (result.code == 65 || result.code == 67) throw MailRefused(why);
    throw Unavailable(service, why);
  }

  std::string check() override {
    if (access(program_.c_str(), X_OK) != 0) {
      throw Unavailable(service, program_ + ": is not a program that may be run");
    }
    return program_;
  }

 private:
  static ProgramResult run(const std::vector<std::string>& command, const std::string& text) try {
    return run_program(command, text, total_time);
  } catch (const std::runtime_error& error) {
    throw Unavailable(service, error.what());
  }

  std::string program_;
};

class Smtp : public Mailer {
 public:
  explicit Smtp(const Section& mail)
      : server_{.url = mail.text("smtp"),
                .ca_file = mail.text("ca_file", ""),
                .needs_tls = true,
                .user = mail.text("user", ""),
                .password = {},
                .connect = connect_time,
                .total = total_time} {
    const auto target = http::target_of(server_.url);
    if (!target || (target->scheme != "smtp" && target->scheme != "smtps")) {
      mail.wrong("smtp", "smtp is an address that begins with smtp:// or smtps://");
    }
    server_.needs_tls = target->scheme == "smtps" || !is_this_machine(target->host);
    if (!server_.user.empty()) server_.password = mail.secret("password_file");
  }

  void send(const Message& message) override {
    const http::Reply reply = http::send_mail(server_, message.from, message.to, text_of(message));
    if (reply.status >= 500) throw MailRefused("smtp: " + plain_blanks(reply.body));
  }

  std::string check() override {
    http::try_mail_server(server_);
    return server_.url;
  }

 private:
  http::MailServer server_;
};

}  // namespace

std::unique_ptr<Mailer> make_mailer(const Section& mail) {
  if (mail.has("sendmail") && mail.has("smtp")) {
    mail.wrong("smtp", "[mail] has sendmail or smtp, not both");
  }
  if (mail.has("sendmail")) return std::make_unique<Sendmail>(mail);
  if (mail.has("smtp")) return std::make_unique<Smtp>(mail);
  if (mail.has("from")) mail.wrong("from", "[mail] needs sendmail or smtp");
  return nullptr;
}

}  // namespace spaconf

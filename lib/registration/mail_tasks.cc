// Sends pending mails.
// A mail whose outcome is unknown is sent again, with the same Message-ID: better twice than never.
#include "registration/mail_tasks.h"

#include "base/error.h"
#include "base/log.h"
#include "person/mail.h"
#include "registration/audit_events.h"
#include "registration/back_off.h"

namespace spaconf {
namespace {

/// A mail may take many seconds, and profiles must not wait for several of them.
constexpr int mails_at_once = 1;
/// Longer than a mail may take. If a worker dies, others wait until its lease ends.
constexpr std::chrono::seconds mail_lease{30};

MailSender sender_in(const Section& mail) {
  MailSender sender{.from = mail.text("from"), .contact = mail.text("contact")};
  if (mail_address(sender.from) != sender.from || sender.from.empty()) {
    mail.wrong("from", "from is a mail address");
  }
  return sender;
}

}  // namespace

MailTasks::MailTasks(const Config& config, Store& store, Directory& directory,
                     const Templates& templates, Mailer* mailer, std::string worker)
    : store_(store),
      directory_(directory),
      templates_(templates),
      worker_(std::move(worker)),
      most_attempts_(config.section("registration").number("attempts", 12, 1, 1000)),
      mailer_(mailer) {
  if (mailer_) sender_ = sender_in(config.section("mail"));
}

int MailTasks::send() {
  if (!mailer_ || std::chrono::steady_clock::now() < paused_until_) return 0;
  int finished = 0;
  for (const Task& task : store_.tasks.due(TaskKind::mail, mails_at_once)) {
    if (store_.tasks.lease(task, worker_, mail_lease) && send(task)) ++finished;
  }
  return finished;
}

bool MailTasks::send(const Task& task) try {
  const auto record = store_.registrations.find(task.ref);
  if (!record) return false;
  if (!record->is_live() || !store_.mails.is_wanted(task, record->wanted.login)) {
    store_.transact([&] { store_.mails.done(task, ""); });
    return true;
  }
  const std::string& to = record->person.mail;
  if (to.empty()) throw MailRefused("The directory has no mail address for this person.");
  mailer_->send(message_about(templates_, *record, task.generation, language_of(*record), sender_));
  store_.transact([&] {
    store_.mails.done(task, to);
    store_.audit_trail.add("worker", name(AuditEvent::mail_sent), task.ref, "mail to " + to);
  });
  log("mail", {{"ref", task.ref}, {"to", to}});
  return true;
} catch (const MailRefused& refused) {
  park(task, refused.what());
  return false;
} catch (const Unavailable& error) {
  if (error.service() == "database") throw;
  paused_until_ = std::chrono::steady_clock::now() + rest();
  put_off(task, error.what());
  return false;
} catch (const std::exception& error) {
  // This row or the person's entry is unreadable.
  put_off(task, error.what());
  return false;
}

/// In the directory's own words; empty when the person is not there.
std::string MailTasks::language_of(const Record& record) {
  const auto person = directory_.find(record.person.login);
  return language_of_mail(templates_, person ? person->language : "");
}

void MailTasks::park(const Task& task, const std::string& reason) {
  store_.transact([&] {
    store_.tasks.park(task, reason);
    store_.audit_trail.add("worker", name(AuditEvent::mail_refused), task.ref, reason);
  });
  log(Priority::warning, "mail refused", {{"ref", task.ref}, {"why", reason}});
}

void MailTasks::put_off(const Task& task, const std::string& reason) {
  if (task.attempts + 1 >= most_attempts_) return park(task, reason);
  store_.tasks.put_off(task, back_off(task.attempts), reason, true);
  log(Priority::warning, "mail deferred", {{"ref", task.ref}, {"why", reason}});
}

}  // namespace spaconf

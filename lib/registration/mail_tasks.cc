// Sends pending mails.
// A mail whose outcome is unknown is sent again, with the same Message-ID: better twice than never.
// Only a refused mail is parked; everything else is tried again without limit.
#include "registration/mail_tasks.h"

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "person/mail.h"
#include "registration/audit_events.h"
#include "registration/back_off.h"

namespace spaconf {
namespace {

/// A mail may take many seconds, and profiles must not wait for several of them.
constexpr int mails_at_once = 1;
/// Longer than a mail may take. If a worker dies, others wait until its lease ends.
constexpr std::chrono::seconds mail_lease{30};
/// A mail server may be away for a night.
constexpr std::chrono::hours longest_rest{1};

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
      mailer_(mailer) {
  if (mailer_) sender_ = sender_in(config.section("mail"));
}

int MailTasks::send() {
  if (!mailer_) {
    // They would be sent long after they were news.
    store_.mails.cancel_all();
    return 0;
  }
  if (std::chrono::steady_clock::now() < paused_until_) return 0;
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
  if (to.empty()) throw MailRefused(N_("The directory has no mail address for this person."));
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
  // This row or a template is unreadable.
  put_off(task, error.what());
  return false;
}

/// The one that the directory names, or else the usual one: a mail in English is better than none.
std::string MailTasks::language_of(const Record& record) try {
  const auto person = directory_.find(record.person.login);
  return language_of_mail(templates_, person ? person->language : "");
} catch (const std::exception& error) {
  log(Priority::warning, "mail without its language", {{"ref", record.ref}, {"why", error.what()}});
  return language_of_mail(templates_, "");
}

void MailTasks::park(const Task& task, const std::string& reason) {
  store_.transact([&] {
    store_.tasks.park(task, reason);
    store_.audit_trail.add("worker", name(AuditEvent::mail_refused), task.ref, reason);
  });
  log(Priority::warning, "mail refused", {{"ref", task.ref}, {"why", reason}});
}

void MailTasks::put_off(const Task& task, const std::string& reason) {
  store_.tasks.put_off(task, back_off(task.attempts, longest_rest), reason, true);
  log(Priority::warning, "mail deferred", {{"ref", task.ref}, {"why", reason}});
}

}  // namespace spaconf

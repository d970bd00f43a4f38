// Runs the mail tasks: tells people that their registration is complete.
#pragma once

#include <chrono>
#include <string>

#include "base/config.h"
#include "base/template.h"
#include "mail/mailer.h"
#include "person/directory.h"
#include "registration/mail_texts.h"
#include "store/store.h"

namespace spaconf {

/// The worker's part that sends mails.
class MailTasks {
 public:
  /// Reads who sends mails from [mail]. `worker` is its name in leases.
  MailTasks(const Config& config, Store& store, Directory& directory, const Templates& templates,
            Mailer* mailer, std::string worker);

  /// Sends the oldest due mail and returns how many were finished. Without a mailer it cancels all
  /// of them.
  int send();

 private:
  bool send(const Task& task);
  std::string language_of(const Record& record);
  void park(const Task& task, const std::string& reason);
  void put_off(const Task& task, const std::string& reason);

  Store& store_;
  Directory& directory_;
  const Templates& templates_;
  std::string worker_;
  Mailer* mailer_;  // null when mails are off
  MailSender sender_;
  std::chrono::steady_clock::time_point paused_until_{};
};

}  // namespace spaconf

// The worker's steps: pending accounts and profiles, tickets, mails, events, and purges.
#pragma once

#include <string>
#include <vector>

#include "mail/mailer.h"
#include "registration/event_tasks.h"
#include "registration/mail_tasks.h"
#include "registration/profile_tasks.h"
#include "registration/ticket_batch_tasks.h"
#include "registration/ticket_tasks.h"
#include "registration/worker.h"

namespace spaconf {

/// The tasks of `spaconf worker`. They outlive its steps.
class WorkerTasks {
 public:
  /// Reads [registration] and what [ticket] says about waiting and texts. `mailer` is null when
  /// mails are off; `search_address` is that of a page that lists phones, without what is searched
  /// for. Throws Misconfigured.
  WorkerTasks(const Config& config, Services& services, TicketSystem& tickets, Mailer* mailer,
              const std::string& search_address);

  std::vector<WorkerStep> steps(const Config& config);

 private:
  Services& services_;
  std::string name_;  // of this worker, in leases
  ProfileTasks profiles_;
  TicketTasks tickets_;
  TicketBatchTasks ticket_batches_;
  MailTasks mails_;
  EventTasks events_;
};

}  // namespace spaconf

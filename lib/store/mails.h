// The table of mails that tell people that their registration is complete.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/sql.h"
#include "store/lock_order.h"
#include "store/tasks.h"

namespace spaconf {

/// How far the mail about a registration has come.
struct MailProgress {
  std::string sent;     ///< "2026-11-28 13:45:00" in UTC; empty when it was not sent
  std::string address;  ///< Where it was sent; empty until then
  bool waits = false;   ///< It will be sent
  bool is_parked = false;
  std::string reason = {};  ///< Why it waits or is parked; may be empty
};

/// One row for each registration whose ticket was settled. A person gets one mail for a
/// registration, the next person after a move another one.
class Mails {
 public:
  Mails(sql::Connection& database, LockOrder& locks) : database_(database), locks_(locks) {}

  /// Notes that the ticket of the registration, whose row this locks, is settled. With `sends` it
  /// adds the task that mails the person, unless this person had their mail. Does nothing while the
  /// ticket is not settled or has to be told of a change, and for a retired registration.
  void ticket_settled(std::int64_t registration, bool sends);
  /// True when the mail is for the person whom the registration has now.
  bool is_wanted(const Task& task, const std::string& login);
  /// The mail was sent to `address`; empty: it is not needed any more.
  void done(const Task& task, const std::string& address);
  /// A mail about the registration, whose row is locked, is not sent any more: the person whom it
  /// is for has left the phone. If they get the phone again, they get a mail again.
  void cancel(std::int64_t registration);
  /// No mail that waits or is parked is sent any more.
  void cancel_all();
  /// Empty when there is no mail, and none was.
  std::optional<MailProgress> progress(std::int64_t registration);

 private:
  void add_task(std::int64_t registration);

  sql::Connection& database_;
  LockOrder& locks_;
};

}  // namespace spaconf

// All of our tables, over one connection.
#pragma once

#include <functional>

#include "base/sql.h"
#include "store/accounts.h"
#include "store/audit_trail.h"
#include "store/clients.h"
#include "store/consistency.h"
#include "store/deliveries.h"
#include "store/events.h"
#include "store/failed_steps.h"
#include "store/job_rows.h"
#include "store/jobs.h"
#include "store/known_people.h"
#include "store/lines.h"
#include "store/lock_order.h"
#include "store/mails.h"
#include "store/observations.h"
#include "store/password_seal.h"
#include "store/phone_search.h"
#include "store/profile_nodes.h"
#include "store/profile_queue.h"
#include "store/registrations.h"
#include "store/request_keys.h"
#include "store/request_limits.h"
#include "store/revisions.h"
#include "store/rollouts.h"
#include "store/statistics.h"
#include "store/tasks.h"
#include "store/ticket_batches.h"
#include "store/tickets.h"
#include "store/withdrawals.h"

namespace spaconf {

/// Our tables, a class for each. `keys` are those of [database]; `node` is this machine's profile
/// node, as of ProfileNodes.
class Store {
  sql::Connection& database_;
  bool has_seen_schema_ = false;
  LockOrder locks_;

 public:
  Store(sql::Connection& database, const SealKeys& keys, const std::string& node = "");
  Store(const Store&) = delete;

  /// Does `work` in one transaction, like sql::Connection::transact().
  void transact(const std::function<void()>& work) { database_.transact(work); }
  /// Like sql::Connection::mark() and undo_to_mark().
  void mark() { database_.mark(); }
  void undo_to_mark() { database_.undo_to_mark(); }
  /// Throws Unavailable unless our tables fit this program. Asks once per process.
  void require_schema();

  const PasswordSeal password_seal;
  RequestKeys request_keys;
  Registrations registrations;
  KnownPeople known_people;
  Rollouts rollouts;
  Accounts accounts;
  Lines lines;
  Withdrawals withdrawals;
  Tasks tasks;
  Tickets tickets;
  TicketBatches ticket_batches;
  Mails mails;
  ProfileQueue profile_queue;
  ProfileNodes profile_nodes;
  Revisions revisions;
  AuditTrail audit_trail;
  PhoneSearch phone_search;
  Events events;
  Deliveries deliveries;
  Observations observations;
  Consistency consistency;
  FailedSteps failed_steps;
  Jobs jobs;
  JobRows job_rows;
  Statistics statistics;
  Clients clients;
  RequestLimits request_limits;
};

}  // namespace spaconf

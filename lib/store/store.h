// All of our tables, over one connection.
#pragma once

#include "base/secret.h"
#include "base/sql.h"
#include "store/accounts.h"
#include "store/audit_trail.h"
#include "store/consistency.h"
#include "store/failed_steps.h"
#include "store/lines.h"
#include "store/lock_order.h"
#include "store/observations.h"
#include "store/password_seal.h"
#include "store/phone_search.h"
#include "store/profile_queue.h"
#include "store/registrations.h"
#include "store/request_keys.h"
#include "store/revisions.h"
#include "store/tasks.h"
#include "store/tickets.h"
#include "store/withdrawals.h"

namespace spaconf {

/// Our tables, a class for each. `key` is that of [database] key_file, 32 bytes long.
class Store {
  LockOrder locks_;

 public:
  Store(sql::Connection& database, const Secret& key);
  Store(const Store&) = delete;

  const PasswordSeal password_seal;
  RequestKeys request_keys;
  Registrations registrations;
  Accounts accounts;
  Lines lines;
  Withdrawals withdrawals;
  Tasks tasks;
  Tickets tickets;
  ProfileQueue profile_queue;
  Revisions revisions;
  AuditTrail audit_trail;
  PhoneSearch phone_search;
  Observations observations;
  Consistency consistency;
  FailedSteps failed_steps;
};

}  // namespace spaconf

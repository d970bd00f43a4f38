// Puts our tables together.
#include "store/store.h"

#include "store/schema.h"

namespace spaconf {

Store::Store(sql::Connection& database, const SealKeys& keys, const std::string& node)
    : database_(database),
      locks_([&database] { return database.transaction(); }),
      password_seal(keys),
      request_keys(database, locks_),
      registrations(database, locks_),
      known_people(database),
      rollouts(database),
      accounts(database, locks_, password_seal),
      lines(database),
      withdrawals(database, locks_),
      tasks(database, locks_),
      tickets(database, locks_),
      ticket_batches(database, locks_),
      mails(database, locks_),
      profile_queue(database, locks_, withdrawals),
      profile_nodes(database, locks_, node),
      revisions(database),
      audit_trail(database),
      phone_search(database),
      events(database, locks_),
      deliveries(database),
      observations(database, events),
      consistency(database),
      failed_steps(database),
      jobs(database),
      job_rows(database, keys),
      statistics(database),
      clients(database),
      request_limits(database) {}

void Store::require_schema() {
  if (has_seen_schema_) return;
  spaconf::require_schema(database_);
  has_seen_schema_ = true;
}

}  // namespace spaconf

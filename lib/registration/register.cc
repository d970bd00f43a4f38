// Registers a phone in one transaction and publishes its profile.
// The transaction is the commit point. Every later effect can be repeated from its rows, and
// failures are only rolled forward.
#include "registration/register.h"

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "registration/form.h"
#include "registration/idempotency.h"
#include "registration/registration_transaction.h"

namespace spaconf {
namespace {

/// Rolls the transaction of a preview back.
struct Rollback {};

void apply(RegistrationTransaction& transaction) {
  transaction.add_row();
  transaction.add_lines();
  transaction.add_tasks();
}

/// The tasks are queued, so a failure here only defers them.
void after_commit(Publisher& publisher, const RegistrationTransaction& transaction) {
  log_registered(transaction);
  try {
    publisher.publish_new(transaction.record());
  } catch (const Unavailable& error) {
    log(Priority::warning, "profile write deferred",
        {{"ref", transaction.ref()}, {"why", error.what()}});
  }
}

}  // namespace

void require_no_software_phone(Lines& lines, const std::string& domain, const Registration& wanted,
                               const Line& line, std::int64_t registration) {
  if (wanted.model->is_hardware()) return;
  const std::string other =
      lines.software_phone_with(line.user, domain, wanted.login, registration);
  if (other.empty()) return;
  throw AlreadyRegistered({line_field(line.position, "user"),
                           sentence(_("{login} already has a software phone with the number "
                                      "{number}; one registration serves several programs."),
                                    {{"login", wanted.login}, {"number", line.user}})},
                          other);
}

void require_unregistered(Store& store, const std::string& domain, const Registration& wanted) {
  if (wanted.mac) {
    const std::string other = store.registrations.ref_of_mac(*wanted.mac);
    if (!other.empty()) throw Conflict({"mac", _("The phone is registered already.")}, other);
  }
  for (const Line& line : wanted.lines) {
    require_no_software_phone(store.lines, domain, wanted, line, 0);
  }
}

std::optional<RecordWithPasswords> preview_registration(Store& store, Exchange& exchange,
                                                        const RegistrationRequest& order) {
  store.require_schema();
  exchange.require();
  RegistrationTransaction transaction(store, exchange, order);
  RequestKey claim = transaction.request_key();
  try {
    run_once(store, claim, [&] {
      apply(transaction);
      throw Rollback();
    });
  } catch (const Rollback&) {
    RecordWithPasswords record = transaction.record();
    record.ref = "new";
    return record;
  }
  return {};
}

Registered register_phone(Store& store, Exchange& exchange, Publisher& publisher,
                          const RegistrationRequest& order) {
  store.require_schema();
  exchange.require();
  RegistrationTransaction transaction(store, exchange, order);
  RequestKey claim = transaction.request_key();
  const bool is_new = run_once(store, claim, [&] { apply(transaction); });
  if (is_new) after_commit(publisher, transaction);
  return {claim.ref, is_new};
}

}  // namespace spaconf

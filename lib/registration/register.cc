// Registers a phone in one transaction and publishes its profile.
// The transaction is the commit point. Every later effect can be repeated from its rows, and
// failures are only rolled forward.
#include "registration/register.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "registration/account_assignment.h"
#include "registration/audit_events.h"
#include "registration/form.h"
#include "registration/idempotency.h"

namespace spaconf {
namespace {

/// Letters and digits that are not confused when read over the telephone.
constexpr std::string_view ref_alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr std::size_t ref_length = 10;

/// Rolls the transaction of a preview back.
struct Rollback {};

class RegistrationTransaction {
 public:
  RegistrationTransaction(Store& store, Exchange& exchange, const RegistrationRequest& order)
      : store_(store), exchange_(exchange), order_(order) {
    record_.ref = random_text(ref_alphabet, ref_length);
    record_.wanted = order.wanted;
    record_.person = order.person;
    record_.actor = order.actor;
    record_.profile = order.wanted.mac ? ProfileState::pending : ProfileState::none;
  }

  const std::string& ref() const { return record_.ref; }
  /// The stored registration.
  const RecordWithPasswords& record() const { return record_; }
  bool has_profile() const { return record_.profile != ProfileState::none; }

  /// Runs in one transaction.
  void apply() {
    AccountAssignment accounts(store_, exchange_,
                               {.login = order_.wanted.login, .takes_over = order_.takes_over});
    record_.id = store_.registrations.add(record_);
    record_.wanted.lines = order_.wanted.lines;
    for (Line& line : record_.wanted.lines) {
      if (line.display.empty()) line.display = order_.person.name;
      const std::int64_t account = accounts.assign_account(line);
      // The account's row is locked by now, so two such registrations cannot pass each other.
      require_no_software_phone(store_.lines, exchange_.domain(), order_.wanted, line, record_.id);
      store_.lines.add(record_.id, line, account);
    }
    std::vector<TaskKind> kinds{TaskKind::ticket};
    if (has_profile()) kinds.insert(kinds.begin(), TaskKind::profile);
    store_.tasks.add(record_.id, kinds, {.of_batch = order_.of_batch});
    store_.audit_trail.add(order_.actor, name(AuditEvent::registered), record_.ref,
                           audit_detail(accounts));
    audit_taken_over(store_.audit_trail, order_.actor, record_.ref, accounts);
  }

 private:
  std::string audit_detail(const AccountAssignment& accounts) const {
    std::string text = std::string(order_.wanted.model->name) + " for " + order_.wanted.login;
    if (order_.wanted.mac) text += ", " + order_.wanted.mac->colons();
    for (const Line& line : order_.wanted.lines) {
      text += ", line " + std::to_string(line.position) + " " + line.user;
    }
    for (const std::string& user : accounts.created_again()) {
      text += ", account " + user + ": missing on the exchange, created again";
    }
    return text;
  }

  Store& store_;
  Exchange& exchange_;
  const RegistrationRequest& order_;
  RecordWithPasswords record_;
};

RequestKey request_key_of(const RegistrationRequest& order,
                          const RegistrationTransaction& transaction) {
  return {.actor = order.key_owner,
          .key = order.key,
          .fingerprint = order.fingerprint,
          .ref = transaction.ref(),
          .mac = order.wanted.mac};
}

/// The tasks are queued, so a failure here only defers them.
void after_commit(Publisher& publisher, const RegistrationRequest& order,
                  const RegistrationTransaction& transaction) {
  log("registered", {{"ref", transaction.ref()}, {"by", order.actor}, {"for", order.wanted.login}});
  if (!transaction.has_profile()) return;
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
                           wanted.login + " already has a software phone with the number " +
                               line.user + "; one registration serves several programs."},
                          other);
}

void require_unregistered(Store& store, const std::string& domain, const Registration& wanted) {
  if (wanted.mac) {
    const std::string other = store.registrations.ref_of_mac(*wanted.mac);
    if (!other.empty()) throw Conflict({"mac", "The phone is registered already."}, other);
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
  RequestKey claim = request_key_of(order, transaction);
  try {
    run_once(store, claim, [&] {
      transaction.apply();
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
  RequestKey claim = request_key_of(order, transaction);
  const bool is_new = run_once(store, claim, [&] { transaction.apply(); });
  if (is_new) after_commit(publisher, order, transaction);
  return {claim.ref, is_new};
}

}  // namespace spaconf

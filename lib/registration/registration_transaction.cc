// Stores the rows of a new registration.
#include "registration/registration_transaction.h"

#include "base/crypto.h"
#include "base/log.h"
#include "registration/audit_events.h"

namespace spaconf {

RegistrationTransaction::RegistrationTransaction(Store& store, Exchange& exchange,
                                                 const RegistrationRequest& order)
    : store_(store), exchange_(exchange), order_(order) {
  record_.ref = random_ref();
  record_.wanted = order.wanted;
  record_.person = order.person;
  record_.actor = order.actor;
  record_.rollout = order.rollout;
  record_.ticket_batch = order.ticket_batch;
  record_.profile = order.wanted.mac ? ProfileState::pending : ProfileState::none;
}

void RegistrationTransaction::add_row() {
  record_.id = store_.registrations.add(record_);
  store_.events.add(EventType::registered, record_.id, {.actor = order_.actor});
}

void RegistrationTransaction::add_lines() {
  accounts_.emplace(
      store_, exchange_,
      AccountPolicy{
          .login = order_.wanted.login, .phone = record_.id, .takes_over = order_.takes_over});
  record_.wanted.lines = order_.wanted.lines;
  for (Line& line : record_.wanted.lines) {
    if (line.display.empty()) line.display = order_.person.name;
    const std::int64_t account = accounts_->assign_account(line);
    // The account's row is locked by now, so two such registrations cannot pass each other.
    require_no_software_phone(store_.lines, exchange_.domain(), order_.wanted, line, record_.id);
    store_.lines.add(record_.id, line, account);
  }
}

void RegistrationTransaction::add_tasks() {
  std::vector<TaskKind> kinds{TaskKind::ticket};
  if (has_profile()) kinds.insert(kinds.begin(), TaskKind::profile);
  store_.tasks.add(record_.id, kinds, {.of_batch = order_.of_batch});
  store_.audit_trail.add(order_.actor, name(AuditEvent::registered), record_.ref, audit_detail());
  audit_taken_over(store_.audit_trail, order_.actor, record_.ref, *accounts_);
}

RequestKey RegistrationTransaction::request_key() const {
  return {.actor = order_.key_owner,
          .key = order_.key,
          .fingerprint = order_.fingerprint,
          .ref = record_.ref,
          .mac = order_.wanted.mac};
}

std::string RegistrationTransaction::audit_detail() const {
  std::string text = std::string(order_.wanted.model->name) + " for " + order_.wanted.login;
  if (order_.wanted.mac) text += ", " + order_.wanted.mac->colons();
  for (const Line& line : order_.wanted.lines) {
    text += ", line " + std::to_string(line.position) + " " + line.user;
  }
  if (!accounts_) return text;
  for (const std::string& user : accounts_->created_again()) {
    text += ", account " + user + ": missing on the exchange, created again";
  }
  return text;
}

void log_registered(const RegistrationTransaction& transaction) {
  const RegistrationRequest& order = transaction.order();
  log("registered", {{"ref", transaction.ref()}, {"by", order.actor}, {"for", order.wanted.login}});
}

}  // namespace spaconf

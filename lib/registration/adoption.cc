// Stores a phone that was in use before spaconf, if the exchange has its accounts with its
// passwords. Only our tables change. What the exchange and the TFTP folder have is compared and
// noted, so that spaconf reconcile finds no difference afterwards.
#include "registration/adoption.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "base/login.h"
#include "base/translation.h"
#include "registration/account_conflicts.h"
#include "registration/audit_events.h"
#include "registration/form.h"
#include "registration/idempotency.h"

namespace spaconf {
namespace {

/// Rolls the transaction of a preview back.
struct Rollback {};

/// Why the password of a profile does not open the account; empty when it does.
std::string password_error(PasswordCheck check, const std::string& user) {
  const auto about = [&](const char* message) { return sentence(_(message), {{"user", user}}); };
  switch (check) {
    case PasswordCheck::agrees: return "";
    case PasswordCheck::differs:
      return about(N_("The exchange has the account {user} with another password."));
    case PasswordCheck::contradicts:
      return about(N_(
          "The exchange has the account {user}, but of its password and its ha1 only one belongs "
          "to this password."));
    case PasswordCheck::absent: break;
  }
  return about(N_("The exchange has no account {user} with a password or an ha1."));
}

class AdoptionTransaction {
 public:
  AdoptionTransaction(Store& store, Exchange& exchange, const Adoption& adoption)
      : store_(store), exchange_(exchange), adoption_(adoption) {
    const RegistrationRequest& order = adoption.order;
    record_.ref = random_ref();
    record_.wanted = order.wanted;
    record_.person = order.person;
    record_.actor = order.actor;
    record_.profile = ProfileState::adopted;
    record_.ticket = adoption.wants_ticket ? TicketState::pending : TicketState::none;
  }

  const std::string& ref() const { return record_.ref; }

  /// May be called again if the database gave up on a lock.
  void apply() {
    const RegistrationRequest& order = adoption_.order;
    record_.id = store_.registrations.add(record_);
    store_.profile_queue.adopted(record_.id, adoption_.profile_sha256);
    store_.events.add(EventType::registered, record_.id, {.actor = order.actor});
    record_.wanted.lines = order.wanted.lines;
    for (Line& line : record_.wanted.lines) {
      if (line.display.empty()) line.display = order.person.name;
      store_.lines.add(record_.id, line, account_of(line));
    }
    if (adoption_.wants_ticket) {
      store_.tasks.add(record_.id, {TaskKind::ticket}, {.of_batch = true});
    }
    store_.audit_trail.add(order.actor, name(AuditEvent::adopted), record_.ref, audit_detail());
  }

 private:
  /// The number of the line's account in our table, which gets the account unless it has it.
  std::int64_t account_of(const Line& line) {
    const Account account{line.user, exchange_.domain(), line.password};
    const auto permissions = permissions_at_exchange(account, line.position);
    try {
      const auto id =
          store_.accounts.add(account, adoption_.order.wanted.login, permissions, nullptr);
      store_.accounts.set_adopted(id);
      return id;
    } catch (const sql::Duplicate&) {
      return account_held(line);
    }
  }

  /// Of an account that the password opens.
  std::vector<std::string> permissions_at_exchange(const Account& account, int position) {
    std::vector<std::string> permissions;
    exchange_.in_time([&] {
      if (!is_there(exchange_, account.user, position)) {
        refuse(position, "password", password_error(PasswordCheck::absent, account.user));
      }
      require_no_namesake(exchange_, account.user, position);
      const std::string why = password_error(exchange_.check_password(account), account.user);
      if (!why.empty()) refuse(position, "password", why);
      if (auto stored = exchange_.stored(account.user)) permissions = stored->permissions;
    });
    return permissions;
  }

  /// One that another phone has already.
  std::int64_t account_held(const Line& line) {
    const auto held = store_.accounts.lock(line.user, exchange_.domain());
    if (!held) throw sql::Busy("database", "account " + line.user + " was removed just now");
    if (!same_login(held->owner, adoption_.order.wanted.login)) {
      refuse(line.position, "user", belongs_to(line.user, held->owner));
    }
    const bool is_same = held->password && held->password->reveal() == line.password.reveal();
    if (held->state != AccountState::current || !is_same) {
      refuse(line.position, "password",
             sentence(_("spaconf has the account {user} with another password."),
                      {{"user", line.user}}));
    }
    return held->id;
  }

  [[noreturn]] static void refuse(int position, std::string_view field, const std::string& why) {
    throw Rejected(std::vector<Problem>{{line_field(position, field), why}});
  }

  std::string audit_detail() const {
    const Registration& wanted = record_.wanted;
    std::string text = std::string(wanted.model->name) + " for " + wanted.login;
    if (wanted.mac) text += ", " + wanted.mac->colons();
    for (const Line& line : wanted.lines) {
      text += ", line " + std::to_string(line.position) + " " + line.user;
    }
    return text;
  }

  Store& store_;
  Exchange& exchange_;
  const Adoption& adoption_;
  Record record_;
};

RequestKey request_key_of(const Adoption& adoption, const AdoptionTransaction& transaction) {
  const RegistrationRequest& order = adoption.order;
  return {.actor = order.key_owner,
          .key = order.key,
          .fingerprint = order.fingerprint,
          .ref = transaction.ref(),
          .mac = order.wanted.mac};
}

}  // namespace

Registered adopt_phone(Store& store, Exchange& exchange, const Adoption& adoption) {
  store.require_schema();
  exchange.require();
  AdoptionTransaction transaction(store, exchange, adoption);
  RequestKey claim = request_key_of(adoption, transaction);
  const bool is_new = run_once(store, claim, [&] { transaction.apply(); });
  if (is_new) log("adopted", {{"ref", claim.ref}, {"by", adoption.order.actor}});
  return {claim.ref, is_new};
}

Registered preview_adoption(Store& store, Exchange& exchange, const Adoption& adoption) {
  store.require_schema();
  exchange.require();
  AdoptionTransaction transaction(store, exchange, adoption);
  RequestKey claim = request_key_of(adoption, transaction);
  try {
    run_once(store, claim, [&] {
      transaction.apply();
      throw Rollback();
    });
  } catch (const Rollback&) {
    return {"new", true};
  }
  return {claim.ref, false};
}

}  // namespace spaconf

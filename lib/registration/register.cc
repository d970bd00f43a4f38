// Everything is a consequence of committed rows: one transaction is the commit point,
// every later effect can be done again from the rows, and we only roll forward.
#include "registration/register.h"

#include "account/password.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/log.h"
#include "registration/publish.h"

namespace spaconf {
namespace {

/// Letters and digits that are not taken for one another when read over the telephone.
constexpr std::string_view ref_alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr std::size_t ref_length = 10;
/// How often COMMIT may get lost without having happened.
constexpr int most_tries = 3;

class Attempt {
 public:
  Attempt(Services& services, const Order& order)
      : services_(services), ledger_(services.ledger), order_(order) {
    record_.ref = random_text(ref_alphabet, ref_length);
    record_.wanted = order.wanted;
    record_.person = order.person;
    record_.actor = order.actor;
    record_.profile = order.wanted.mac ? ProfileState::pending : ProfileState::none;
  }

  const std::string& ref() const { return record_.ref; }
  std::int64_t id() const { return record_.id; }
  bool has_profile() const { return record_.profile != ProfileState::none; }
  /// Was it the request's own row that somebody else held?
  bool waited_for_the_claim() const { return !claimed_; }

  /// All of it or nothing.
  void write_down() {
    claimed_ = false;
    ledger_.claim(order_.actor, order_.key, {order_.fingerprint, record_.ref});
    claimed_ = true;
    record_.id = ledger_.add(record_);
    for (Line line : order_.wanted.lines) {
      if (line.display.empty()) line.display = order_.person.name;
      ledger_.add_line(record_.id, line, account_for(line));
    }
    services_.tasks.add(record_.id, has_profile() ? std::vector{TaskKind::profile, TaskKind::ticket}
                                                  : std::vector{TaskKind::ticket});
    ledger_.audit(order_.actor, "register", record_.ref, story());
  }

 private:
  /// The person's own account, or a new one at the exchange. Most are new, so that is
  /// tried first; a refused INSERT leaves the transaction as it was.
  std::int64_t account_for(const Line& line) {
    const std::string& domain = services_.exchange.domain();
    const std::string field = line_field(line.position, "user");
    Account account{line.user, domain, line.password.empty() ? new_password() : line.password};
    std::int64_t id = 0;
    try {
      id = ledger_.add_account(account, order_.wanted.login, order_.wanted.permissions);
    } catch (const sql::Duplicate&) {
      auto own = ledger_.account(line.user, domain);
      if (own && own->owner == order_.wanted.login) return own->id;
      throw Conflict({field, line.user + " belongs to " + (own ? own->owner : "somebody") + "."});
    }
    add_at_the_exchange(account, field);
    return id;
  }

  void add_at_the_exchange(const Account& account, const std::string& field) {
    try {
      services_.exchange.add(account);
    } catch (const sql::Duplicate&) {
      throw Conflict({field, "The exchange has an account " + account.user +
                                 " that was not made here. It is left as it is; choose another "
                                 "number, or take the account over first."});
    }
    try {
      services_.exchange.grant(account, order_.wanted.permissions);
    } catch (const sql::Duplicate&) {
      throw Conflict({field, "The exchange has permissions of a former account " + account.user +
                                 ". They are left as they are; choose another number, or have "
                                 "them removed there first."});
    }
  }

  std::string story() const {
    std::string text = std::string(order_.wanted.model->name) + " for " + order_.wanted.login;
    if (order_.wanted.mac) text += ", " + order_.wanted.mac->colons();
    for (const Line& line : order_.wanted.lines) {
      text += ", line " + std::to_string(line.position) + " " + line.user;
    }
    return text;
  }

  Services& services_;
  Ledger& ledger_;
  const Order& order_;
  Record record_;
  bool claimed_ = false;
};

/// The reference that this order got before; empty when it is new.
std::string reference_from_before(Ledger& ledger, const Order& order) {
  auto before = ledger.answered(order.actor, order.key);
  if (!before) return "";
  if (before->fingerprint != order.fingerprint) {
    throw Rejected(std::vector<Problem>{
        {"",
         "This form was sent before with other content, and that was carried out. "
         "Open a new form for another phone."}});
  }
  return before->ref;
}

/// Commits the order. False when its key was used before or the answer to COMMIT was
/// lost: then looking tells.
bool commit(Services& services, const Order& order, Attempt& attempt) {
  try {
    services.database.transact([&] { attempt.write_down(); });
    return true;
  } catch (const sql::Duplicate& duplicate) {
    if (duplicate.key() == "request_key") return false;
    if (duplicate.key() != "active_mac") throw;
    const Mac& mac = *order.wanted.mac;
    throw Conflict({"mac", "The phone " + mac.colons() + " is registered already."},
                   services.ledger.ref_of_mac(mac));
  } catch (const sql::UnknownOutcome&) {
    return false;
  } catch (const sql::Busy&) {
    if (!attempt.waited_for_the_claim()) throw;
    throw InProgress(
        {"", "This form is being carried out at this moment; look again in a few seconds."});
  }
}

/// The rest happens whether or not it succeeds now: it is written down.
void go_on(Services& services, const Order& order, const Attempt& attempt) {
  log("registered", {{"ref", attempt.ref()}, {"by", order.actor}, {"for", order.wanted.login}});
  if (!attempt.has_profile()) return;
  try {
    publish(services, attempt.id());
  } catch (const Unavailable& error) {
    log("profile left to the worker", {{"ref", attempt.ref()}, {"why", error.what()}});
  }
}

}  // namespace

std::string register_phone(Services& services, const Order& order) {
  services.require_databases();
  for (int tries = 0; tries < most_tries; ++tries) {
    Attempt attempt(services, order);
    if (commit(services, order, attempt)) {
      go_on(services, order, attempt);
      return attempt.ref();
    }
    if (auto ref = reference_from_before(services.ledger, order); !ref.empty()) return ref;
  }
  throw Unavailable("database", "register: the connection broke at every COMMIT");
}

}  // namespace spaconf

// Sends a phone a NOTIFY so that it fetches its profile.
// This needs no lock and no task: even without the NOTIFY the phone fetches its profile within an
// hour.
#include "status/resync.h"

#include "account/notify.h"
#include "base/log.h"
#include "registration/audit_events.h"
#include "status/status.h"

namespace spaconf {
namespace {

constexpr char by_itself[] =
    " It will fetch its profile within about an hour, or when it is restarted.";

/// The part of the request's time that is reserved for recording the answer.
constexpr std::chrono::milliseconds writing_time{1000}, least_patience{500};

/// The line to use and its contacts.
struct Target {
  const Line* line;
  std::vector<Contact> contacts;  // the latest first
};

Target target_of(Observations& observations, Exchange& exchange,
                 const RecordWithPasswords& record) {
  const auto phone = marks_of(record, observations.of(record.id).fetched);
  const auto siblings = observations.siblings_of(record.id);
  for (const Line& line : record.wanted.lines) {
    auto found = contacts_of(exchange.online(line.user), phone, siblings);
    // It does no harm if another phone also fetches its profile.
    auto& contacts = found.own.empty() ? found.doubtful : found.own;
    if (!contacts.empty()) return {&line, std::move(contacts)};
  }
  return {nullptr, {}};
}

/// The current one first: the phone may already have it.
std::vector<Secret> passwords_of(Accounts& accounts, const std::string& domain, const Line& line) {
  std::vector<Secret> passwords{line.password};
  auto former = accounts.former_password(line.user, domain);
  if (former) passwords.push_back(std::move(*former));
  return passwords;
}

/// The sentence for several phones that share an account and cannot be told apart.
std::string doubt_about(const Target& target) {
  const std::string address = host_of(target.contacts.front().uri);
  for (const Contact& each : target.contacts) {
    const std::string other = host_of(each.uri);
    if (other == address) continue;
    return " Another phone with this account is at " + other +
           ", and spaconf cannot tell which of them is this one.";
  }
  return "";
}

std::optional<Answer> ask(Accounts& accounts, const Exchange& exchange, const Deadline& deadline,
                          const Target& target) {
  const auto patience = deadline.left(phone_patience + writing_time, "exchange") - writing_time;
  if (patience < least_patience) {
    throw Unavailable("database", "too slow: no time left to ask the phone");
  }
  return send_notify({.event = "resync",
                      .contact = target.contacts.front().uri,
                      .user = target.line->user,
                      .domain = exchange.domain(),
                      .exchange = exchange.sip(),
                      .own = {},
                      .call_id = {},
                      .tag = {},
                      .branch = {},
                      .proof = {}},
                     passwords_of(accounts, exchange.domain(), *target.line), patience);
}

std::string sentence_about_silence(const std::string& address) {
  return "No answer in time. Check whether the phone at " + address +
         " has power and network, and whether the exchange relays NOTIFY." + by_itself;
}

Resync tell(Store& store, Exchange& exchange, const Deadline& deadline,
            const RecordWithPasswords& record) {
  Resync result;
  const bool has_profile =
      record.profile == ProfileState::done || record.profile == ProfileState::adopted;
  if (!has_profile) {
    result.sentence = "Its profile has not been written yet. Try again later.";
    return result;
  }
  const Target target = target_of(store.observations, exchange, record);
  if (!target.line) {
    result.sentence = "It is not online with any of its accounts." + std::string(by_itself);
    return result;
  }
  result.address = host_of(target.contacts.front().uri);
  try {
    const auto answer = ask(store.accounts, exchange, deadline, target);
    if (answer) {
      result.status = answer->status;
      result.is_under_way = answer->status / 100 == 2;
    }
    result.sentence = answer ? sentence_about(*answer, result.address) + doubt_about(target)
                             : sentence_about_silence(result.address);
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    result.sentence =
        "The exchange could not be reached: " + std::string(error.what()) + "." + by_itself;
  }
  return result;
}

void require(bool claim, const char* sentence) {
  if (!claim) throw Conflict({"", sentence});
}

}  // namespace

bool can_be_resynced(const Exchange& exchange, const Record& record) {
  return record.is_live() && record.wanted.mac && !exchange.sip().empty();
}

Resync resync(Store& store, Exchange& exchange, const Deadline& deadline, const std::string& ref,
              const std::string& actor) {
  const auto record = store.registrations.find(ref);
  require(record.has_value(), "There is no such registration.");
  require(record->is_live(), "This phone was retired.");
  require(record->wanted.mac.has_value(), "A software phone is set up by hand and has no profile.");
  require(!exchange.sip().empty(), "`sip` in [account] of spaconf.conf is not configured.");
  const Resync result = tell(store, exchange, deadline, store.password_seal.opened(*record));
  store.audit_trail.add(actor, name(AuditEvent::resynced), ref, result.sentence);
  log("resync", {{"ref", ref}, {"by", actor}, {"status", std::to_string(result.status)}});
  return result;
}

std::string sentence_about(const Answer& answer, const std::string& address) {
  const std::string phone = "The phone at " + address;
  const std::string said =
      std::to_string(answer.status) + (answer.reason.empty() ? "" : " " + answer.reason);
  if (answer.status / 100 == 2) {
    return phone + " answered " + said + ": it fetches its profile now.";
  }
  switch (answer.status) {
    case 401:
      if (!answer.challenge) {
        return phone + " answered " + said +
               ", and asks for an authentication method that spaconf does not support." + by_itself;
      }
      return phone + " refused (" + said +
             "): it has neither the account's password nor the previous one." + by_itself;
    case 408:
    case 480:
      return "The exchange cannot reach the phone at " + address + " (" + said +
             "). Check whether it has power and network." + by_itself;
    case 403:
      return "Refused (" + said +
             "). Either the exchange does not relay NOTIFY from this machine (see README), or the "
             "phone's Resync_From_SIP is off." +
             by_itself;
    case 404:
    case 405:
    case 407:
    case 501:
      return "The exchange refused (" + said +
             "). It must relay NOTIFY from this machine (see README)." + by_itself;
    case 481:
    case 489:
      return phone + " answered " + said + ": it does not accept a resync without a subscription." +
             by_itself;
    default: return "The answer was " + said + "." + by_itself;
  }
}

}  // namespace spaconf

// Sends a phone a NOTIFY so that it fetches its profile.
// This needs no lock and no task: even without the NOTIFY the phone fetches its profile within an
// hour.
#include "status/resync.h"

#include "account/notify.h"
#include "base/log.h"
#include "base/translation.h"
#include "registration/audit_events.h"
#include "status/status.h"

namespace spaconf {
namespace {

// The sentences are stored in English with the audit entry, and translated where they are shown.
constexpr const char* by_itself =
    N_("{answer} It will fetch its profile within about an hour, or when it is restarted.");
constexpr const char* doubt =
    N_("{answer} Another phone with this account is at {address}, and spaconf cannot tell which of "
       "them is this one.");
constexpr const char* no_answer =
    N_("No answer in time. Check whether the phone at {address} has power and network, and whether "
       "the exchange relays NOTIFY.");
constexpr const char* no_profile = N_("Its profile has not been written yet. Try again later.");
constexpr const char* not_online = N_("It is not online with any of its accounts.");
constexpr const char* not_reached = N_("The exchange could not be reached: {reason}.");
constexpr const char* fetches =
    N_("The phone at {address} answered {answer}: it fetches its profile now.");
constexpr const char* other_method = N_(
    "The phone at {address} answered {answer}, and asks for an authentication method that spaconf "
    "does not support.");
constexpr const char* wrong_password =
    N_("The phone at {address} refused ({answer}): it has neither the account's password nor the "
       "previous one.");
constexpr const char* away = N_(
    "The exchange cannot reach the phone at {address} ({answer}). Check whether it has power and "
    "network.");
constexpr const char* refused = N_(
    "Refused ({answer}). Either the exchange does not relay NOTIFY from this machine (see README), "
    "or the phone's Resync_From_SIP is off.");
constexpr const char* not_relayed =
    N_("The exchange refused ({answer}). It must relay NOTIFY from this machine (see README).");
constexpr const char* no_subscription =
    N_("The phone at {address} answered {answer}: it does not accept a resync without a "
       "subscription.");
constexpr const char* other_answer = N_("The answer was {answer}.");
/// Those with another sentence in them come first.
constexpr const char* messages[] = {doubt,           by_itself,   no_answer, no_profile,
                                    not_online,      not_reached, fetches,   other_method,
                                    wrong_password,  away,        refused,   not_relayed,
                                    no_subscription, other_answer};

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

std::string with_by_itself(const std::string& answer) {
  return sentence(by_itself, {{"answer", answer}});
}

/// Says so when several phones share the account and cannot be told apart.
std::string with_doubt(const std::string& answer, const Target& target) {
  const std::string address = host_of(target.contacts.front().uri);
  for (const Contact& each : target.contacts) {
    const std::string other = host_of(each.uri);
    if (other != address) return sentence(doubt, {{"answer", answer}, {"address", other}});
  }
  return answer;
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

Resync tell(Store& store, Exchange& exchange, const Deadline& deadline,
            const RecordWithPasswords& record) {
  Resync result;
  const bool has_profile =
      record.profile == ProfileState::done || record.profile == ProfileState::adopted;
  if (!has_profile) {
    result.sentence = no_profile;
    return result;
  }
  const Target target = target_of(store.observations, exchange, record);
  if (!target.line) {
    result.sentence = with_by_itself(not_online);
    return result;
  }
  result.address = host_of(target.contacts.front().uri);
  try {
    const auto answer = ask(store.accounts, exchange, deadline, target);
    if (answer) {
      result.status = answer->status;
      result.is_under_way = answer->status / 100 == 2;
    }
    result.sentence = answer ? with_doubt(sentence_about(*answer, result.address), target)
                             : with_by_itself(sentence(no_answer, {{"address", result.address}}));
  } catch (const Unavailable& error) {
    if (error.service() == "database") throw;
    result.sentence = with_by_itself(sentence(not_reached, {{"reason", error.what()}}));
  }
  return result;
}

void require(bool claim, const char* message) {
  if (!claim) throw Conflict({"", _(message)});
}

}  // namespace

bool can_be_resynced(const Exchange& exchange, const Record& record) {
  return record.is_live() && record.wanted.mac && !exchange.sip().empty();
}

Resync resync(Store& store, Exchange& exchange, const Deadline& deadline, const std::string& ref,
              const std::string& actor) {
  const auto record = store.registrations.find(ref);
  require(record.has_value(), N_("There is no such registration."));
  require(record->is_live(), N_("This phone was retired."));
  require(record->wanted.mac.has_value(),
          N_("A software phone is set up by hand and has no profile."));
  require(!exchange.sip().empty(), N_("`sip` in [account] of spaconf.conf is not configured."));
  Resync result = tell(store, exchange, deadline, store.password_seal.opened(*record));
  store.audit_trail.add(actor, name(AuditEvent::resynced), ref, result.sentence);
  result.sentence = answer_in_words(result.sentence);
  log("resync", {{"ref", ref}, {"by", actor}, {"status", std::to_string(result.status)}});
  return result;
}

std::string answer_in_words(const std::string& stored) { return translated(stored, messages); }

std::string sentence_about(const Answer& answer, const std::string& address) {
  const std::string said =
      std::to_string(answer.status) + (answer.reason.empty() ? "" : " " + answer.reason);
  const auto about = [&](const char* message) {
    return sentence(message, {{"address", address}, {"answer", said}});
  };
  if (answer.status / 100 == 2) return about(fetches);
  switch (answer.status) {
    case 401: return with_by_itself(about(answer.challenge ? wrong_password : other_method));
    case 408:
    case 480: return with_by_itself(about(away));
    case 403: return with_by_itself(about(refused));
    case 404:
    case 405:
    case 407:
    case 501: return with_by_itself(about(not_relayed));
    case 481:
    case 489: return with_by_itself(about(no_subscription));
    default: return with_by_itself(about(other_answer));
  }
}

}  // namespace spaconf

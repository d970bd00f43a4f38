// Derives a phone's status and next step from what was observed.
// The first row that applies gives the status. Problems that need a person come before those that
// resolve themselves, and later observations before earlier ones.
#include "status/status.h"

#include <algorithm>
#include <set>

#include "base/local_time.h"
#include "base/text.h"
#include "base/translation.h"
#include "registration/account_conflicts.h"

namespace spaconf {
namespace {

bool is_settled(const Record& record) {
  return record.ticket == TicketState::none ||
         (record.ticket == TicketState::done && record.ticket_is_settled);
}

StatusText retired(const Record& record, const PhoneObservations&) {
  return {record.state == RegistrationState::retired ? _("This phone was retired.")
                                                     : _("This phone is being retired.")};
}

bool is_foreign(const Record& record, const PhoneObservations&) {
  const Line* line = record.waiting_line();
  return line && line->account_state == AccountState::foreign;
}

StatusText foreign(const Record& record, const PhoneObservations&) {
  return {
      reason_in_words(record.waiting_line()->account_reason),
      _("Edit the phone: choose another number, or take over the account. If the account is gone "
        "from the exchange, try again.")};
}

bool waits_for_exchange(const Record& record, const PhoneObservations&) {
  return record.waiting_line() != nullptr;
}

StatusText waiting_for_exchange(const Record& record, const PhoneObservations&) {
  const Line& line = *record.waiting_line();
  if (line.account_reason.empty()) {
    return {sentence(_("Account pending: {user} is still to be written to the exchange."),
                     {{"user", line.user}}),
            _("Reload in a few seconds.")};
  }
  return {sentence(_("Account pending: {user} is still to be written to the exchange: {reason}"),
                   {{"user", line.user}, {"reason", reason_in_words(line.account_reason)}}),
          _("Account and profile will be written automatically as soon as the exchange is back.")};
}

StatusText not_answered(const Record&, const PhoneObservations&) {
  return {_("The exchange does not answer, so it is not known whether the phone is online."),
          _("Reload when the exchange is back.")};
}

StatusText stuck(const Record&, const PhoneObservations& seen) {
  const std::string reason =
      seen.parked_reason.empty() ? _("unknown reason") : reason_in_words(seen.parked_reason);
  return {sentence(seen.parked_task == "ticket" ? _("The ticket system refused: {reason}.")
                                                : _("The profile: {reason}."),
                   {{"reason", reason}}),
          _("Fix this, then retry.")};
}

StatusText pending(const Record& record, const PhoneObservations&) {
  if (record.profile_reason.empty()) {
    return {_("Its profile is being written."), _("Reload in a few seconds.")};
  }
  return {sentence(_("Its profile could not be written yet: {reason}"),
                   {{"reason", reason_in_words(record.profile_reason)}}),
          _("It will be written automatically as soon as possible.")};
}

/// The phone may be online with a profile from before the latest change.
bool is_behind(const Record& record, const PhoneObservations& seen) {
  if (!seen.fetches_are_known || record.version == 1) return false;
  return !seen.fetched || seen.fetched->at < record.changed;
}

StatusText online(const Record& record, const PhoneObservations& seen) {
  const std::string address = host_of(seen.contacts.front().uri);
  return {sentence(address.empty() ? _("Online since {time}.")
                                   : _("Online since {time} from {address}."),
                   {{"time", short_local_time(seen.online(), seen.now)}, {"address", address}}),
          is_behind(record, seen) ? _("It has not fetched its current profile yet; it will within "
                                      "about an hour, or now with Resync.")
                                  : ""};
}

StatusText lost(const Record&, const PhoneObservations& seen) {
  const std::string online = short_local_time(seen.online_since, seen.now),
                    missing = short_local_time(seen.missing_since, seen.now);
  return {sentence(seen.missing_since.empty()
                       ? _("It was online from {online} and is now unreachable.")
                       : _("Lost since {missing}. It was online from {online} and is now "
                           "unreachable."),
                   {{"online", online}, {"missing", missing}}),
          _("Check whether it has power and network.")};
}

StatusText fetched(const Record&, const PhoneObservations& seen) {
  const std::string& address = seen.fetched->address;
  return {
      sentence(address.empty()
                   ? _("Fetched its profile at {time}, and is not online.")
                   : _("Fetched its profile at {time} from {address}, and is not online."),
               {{"time", short_local_time(seen.fetched->at, seen.now)}, {"address", address}}),
      _("It should be online within a minute. If not, check whether it can reach the exchange.")};
}

StatusText waiting_for_ticket(const Record& record, const PhoneObservations&) {
  if (record.ticket != TicketState::done) {
    return {_("The ticket is being created."), _("Nothing to do.")};
  }
  return {sentence(_("Ticket {number} is {status}: the phone has no address and no name yet."),
                   {{"number", record.ticket_number}, {"status", record.ticket_status}}),
          _("Check the ticket.")};
}

StatusText waiting_for_phone(const Record& record, const PhoneObservations& seen) {
  if (!record.wanted.mac) {
    return {_("Everything is ready; the software phone has not registered."),
            _("Set the software phone up with the account below.")};
  }
  return {seen.fetches_are_known
              ? _("Everything is ready; the phone has not asked for its profile.")
              : _("Everything is ready; the phone has not been online."),
          _("Plug it in.")};
}

StatusText unknown(const Record&, const PhoneObservations& seen) {
  const std::string address = host_of(seen.doubtful.front().uri);
  return {
      sentence(address.empty()
                   ? _("A phone with this account is online. The exchange does not tell whether it "
                       "is this phone or another.")
                   : _("A phone with this account is online from {address}. The exchange does not "
                       "tell whether it is this phone or another."),
               {{"address", address}}),
      _("Check which phone has this address.")};
}

using Phone = const Record&;
using Seen = const PhoneObservations&;

constexpr StatusKind kinds[] = {
    {N_("retired"), Tone::quiet, [](Phone phone, Seen) { return !phone.is_live(); }, retired},
    {.label = N_("stuck"),
     .tone = Tone::error,
     .applies = [](Phone, Seen seen) { return !seen.parked_task.empty(); },
     .text = stuck,
     .can_be_retried = true},
    {.label = N_("conflict on the exchange"),
     .tone = Tone::error,
     .applies = is_foreign,
     .text = foreign,
     .is_about_account = true},
    {N_("waiting for the exchange"), Tone::notice, waits_for_exchange, waiting_for_exchange},
    {N_("profile pending"), Tone::notice,
     [](Phone phone, Seen) { return phone.profile == ProfileState::pending; }, pending},
    {N_("online"), Tone::good, [](Phone, Seen seen) { return !seen.contacts.empty(); }, online},
    {N_("unknown"), Tone::notice, [](Phone, Seen seen) { return !seen.doubtful.empty(); }, unknown},
    {N_("not known"), Tone::notice, [](Phone, Seen seen) { return !seen.contacts_are_known; },
     not_answered},
    {N_("lost"), Tone::error, [](Phone, Seen seen) { return seen.is_lost(); }, lost},
    {N_("fetched its profile"), Tone::notice,
     [](Phone, Seen seen) { return seen.fetched.has_value(); }, fetched},
    {.label = N_("waiting for the ticket"),
     .tone = Tone::notice,
     .applies = [](Phone phone, Seen) { return !is_settled(phone); },
     .text = waiting_for_ticket,
     .is_about_ticket = true},
    {.label = N_("waiting for the phone"),
     .tone = Tone::notice,
     .applies = [](Phone, Seen) { return true; },
     .text = waiting_for_phone,
     .is_about_phone = true},
};

/// How well a contact fits a phone.
enum class Likeness { none, possible, at_its_address, named };

bool names(const Contact& contact, std::string_view word) {
  return !word.empty() && upper(contact.user_agent).find(upper(word)) != std::string::npos;
}

Likeness likeness(const Contact& contact, const PhoneMarks& phone) {
  if (names(contact, phone.serial) || names(contact, phone.mac)) return Likeness::named;
  const bool is_another = std::ranges::any_of(models(), [&](const Model& each) {
    return each.name != phone.model->name && names(contact, each.name);
  });
  if (is_another && !names(contact, phone.model->name)) return Likeness::none;
  const bool is_there = !phone.fetched_from.empty() && host_of(contact.uri) == phone.fetched_from;
  return is_there ? Likeness::at_its_address : Likeness::possible;
}

}  // namespace

Status status_of(const Record& record, const PhoneObservations& seen) {
  const StatusKind* kind = kinds;
  while (!kind->applies(record, seen)) ++kind;
  StatusText text = kind->text(record, seen);
  return {*kind, std::move(text.sentence), std::move(text.next)};
}

PhoneMarks marks_of(const Record& record, const std::optional<Fetched>& fetched) {
  return {.model = record.wanted.model,
          .mac = record.wanted.mac ? record.wanted.mac->plain() : "",
          .serial = record.wanted.serial,
          .fetched_from = fetched ? fetched->address : ""};
}

Contacts contacts_of(const std::vector<Contact>& contacts, const PhoneMarks& phone,
                     const std::vector<PhoneMarks>& siblings) {
  Contacts found;
  auto best = Likeness::possible;
  std::vector<bool> has_own(siblings.size()), may_have(siblings.size());
  for (const Contact& contact : contacts) {
    const Likeness ours = likeness(contact, phone);
    auto others = Likeness::none;
    for (const PhoneMarks& each : siblings) others = std::max(others, likeness(contact, each));
    for (std::size_t i = 0; i < siblings.size(); ++i) {
      const Likeness its = likeness(contact, siblings[i]);
      if (its == Likeness::none || its < std::max(ours, others)) continue;
      const auto as_good = [&](const PhoneMarks& each) { return likeness(contact, each) == its; };
      const bool is_alone = its > ours && std::ranges::count_if(siblings, as_good) == 1;
      (is_alone ? has_own : may_have)[i] = true;
    }
    if (ours == Likeness::none || ours < others) continue;
    if (ours == others) {
      found.doubtful.push_back(contact);
      continue;
    }
    if (ours > best) found.own.clear();
    best = std::max(best, ours);
    if (ours == best) found.own.push_back(contact);
  }
  if (!found.own.empty()) found.doubtful.clear();
  std::set<std::string> hosts;
  for (const Contact& each : found.doubtful) hosts.insert(host_of(each.uri));
  std::size_t phones = 1;
  for (std::size_t i = 0; i < siblings.size(); ++i) phones += may_have[i] && !has_own[i];
  if (hosts.size() >= phones) found.own.swap(found.doubtful);
  return found;
}

std::string host_of(std::string_view uri) {
  if (const auto colon = uri.find(':'); colon != uri.npos) uri.remove_prefix(colon + 1);
  uri = uri.substr(0, uri.find_first_of(";?>"));
  if (const auto at = uri.rfind('@'); at != uri.npos) uri.remove_prefix(at + 1);
  if (uri.starts_with('[')) return std::string(uri.substr(1, uri.find(']') - 1));
  return std::string(uri.substr(0, uri.find(':')));
}

}  // namespace spaconf

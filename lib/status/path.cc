// Derives the state of each step from the rows and from what was observed.
#include "status/path.h"

#include <algorithm>

#include "base/text.h"
#include "base/translation.h"
#include "registration/account_conflicts.h"

namespace spaconf {
namespace {

using Entries = std::vector<AuditEntry>;

/// When one of these actions was done last; empty when `entries` does not have it.
std::string last(const Entries& entries, std::initializer_list<std::string_view> actions) {
  const auto found = std::ranges::find_if(entries, [&](const AuditEntry& each) {
    return std::ranges::find(actions, each.action) != actions.end();
  });
  return found == entries.end() ? "" : found->at;
}

std::string reason_or(const std::string& reason, const char* otherwise) {
  return reason.empty() ? otherwise : reason_in_words(reason);
}

std::string ticket_in_words(const Record& record) {
  return sentence(_("Ticket {number} is {status}"),
                  {{"number", record.ticket_number}, {"status", record.ticket_status}});
}

/// The person was found, or the phone would not have been registered.
PathStep directory(const Record& record, const PhoneObservations&, const Entries& entries) {
  return {N_("Directory"), StepState::done, record.wanted.login,
          last(entries, {"register", "adopt", "move", "refresh"})};
}

PathStep exchange(const Record& record, const PhoneObservations&, const Entries&) {
  PathStep step{N_("Exchange"), StepState::done};
  if (const Line* line = record.waiting_line()) {
    step.state =
        line->account_state == AccountState::foreign ? StepState::failed : StepState::waiting;
    step.detail = line->account_reason.empty()
                      ? sentence(_("{user} is being written"), {{"user", line->user}})
                      : reason_in_words(line->account_reason);
  } else if (record.wanted.lines.empty()) {
    step.state = StepState::left_out;
  }
  if (step.state != StepState::done) return step;
  std::vector<std::string> users;
  for (const Line& line : record.wanted.lines) users.push_back(line.user);
  step.detail = joined(users, ", ");
  return step;
}

PathStep profile(const Record& record, const PhoneObservations& seen, const Entries&) {
  if (record.profile == ProfileState::done) {
    return {N_("Profile"), StepState::done,
            sentence(_("Version {version}"), {{"version", record.version}}), record.changed};
  }
  if (record.profile == ProfileState::adopted) {
    return {N_("Profile"), StepState::done, _("As it was before spaconf")};
  }
  if (record.profile == ProfileState::none) {
    return {N_("Profile"), StepState::left_out, _("It is set up by hand")};
  }
  if (seen.parked_task == "profile")
    return {N_("Profile"), StepState::failed, reason_in_words(seen.parked_reason)};
  return {N_("Profile"), StepState::waiting,
          reason_or(record.profile_reason, _("It is being written"))};
}

PathStep ticket(const Record& record, const PhoneObservations& seen, const Entries& entries) {
  if (record.ticket == TicketState::done) {
    return {N_("Ticket"), record.ticket_is_settled ? StepState::done : StepState::waiting,
            ticket_in_words(record), last(entries, {"ticket"})};
  }
  if (record.ticket == TicketState::none) return {N_("Ticket"), StepState::left_out};
  if (record.ticket == TicketState::parked) {
    const std::string reason = seen.parked_task == "ticket" ? seen.parked_reason : "";
    return {N_("Ticket"), StepState::failed, reason_or(reason, _("It was refused"))};
  }
  return {N_("Ticket"), StepState::waiting, _("It is being created")};
}

PathStep phone(const Record& record, const PhoneObservations& seen, const Entries&) {
  if (!seen.contacts.empty()) return {N_("Phone"), StepState::done, _("Online"), seen.online()};
  if (!seen.doubtful.empty()) {
    return {N_("Phone"), StepState::unknown, _("It or another phone is online")};
  }
  if (!seen.contacts_are_known) {
    return {N_("Phone"), StepState::unknown, _("The exchange does not answer")};
  }
  if (seen.is_lost()) return {N_("Phone"), StepState::failed, _("Lost"), seen.missing_since};
  if (seen.fetched) {
    return {N_("Phone"), StepState::waiting, _("Fetched its profile"), seen.fetched->at};
  }
  if (!record.is_complete()) return {N_("Phone"), StepState::ahead};
  return {N_("Phone"), StepState::waiting, record.wanted.mac ? _("Plug it in") : _("Set it up")};
}

constexpr PathStep (*steps[])(const Record&, const PhoneObservations&, const Entries&) = {
    directory, exchange, profile, ticket, phone};

}  // namespace

std::vector<PathStep> path_of(const Record& record, const PhoneObservations& seen,
                              const Entries& entries) {
  std::vector<PathStep> path;
  for (const auto& step : steps) path.push_back(step(record, seen, entries));
  return path;
}

std::size_t current_step(const std::vector<PathStep>& path) {
  const auto found = std::ranges::find_if(path, [](const PathStep& each) {
    return each.state == StepState::waiting || each.state == StepState::failed;
  });
  return static_cast<std::size_t>(found - path.begin());
}

}  // namespace spaconf

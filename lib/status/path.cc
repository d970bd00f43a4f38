// Derives the state of each step from the rows and from what was observed.
#include "status/path.h"

#include <algorithm>

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

std::string reason_or(const std::string& reason, std::string_view otherwise) {
  return reason.empty() ? std::string(otherwise) : reason;
}

/// The person was found, or the phone would not have been registered.
PathStep directory(const Record& record, const PhoneObservations&, const Entries& entries) {
  return {"Directory", StepState::done, record.wanted.login,
          last(entries, {"register", "adopt", "move", "refresh"})};
}

PathStep exchange(const Record& record, const PhoneObservations&, const Entries&) {
  PathStep step{"Exchange", StepState::done};
  if (const Line* line = record.waiting_line()) {
    step.state =
        line->account_state == AccountState::foreign ? StepState::failed : StepState::waiting;
    step.detail = reason_or(line->account_reason, line->user + " is being written");
  } else if (record.wanted.lines.empty()) {
    step.state = StepState::left_out;
  }
  if (step.state != StepState::done) return step;
  for (const Line& line : record.wanted.lines) {
    step.detail += (step.detail.empty() ? "" : ", ") + line.user;
  }
  return step;
}

PathStep profile(const Record& record, const PhoneObservations& seen, const Entries&) {
  if (record.profile == ProfileState::done) {
    return {"Profile", StepState::done, "Version " + std::to_string(record.version),
            record.changed};
  }
  if (record.profile == ProfileState::adopted) {
    return {"Profile", StepState::done, "As it was before spaconf"};
  }
  if (record.profile == ProfileState::none) {
    return {"Profile", StepState::left_out, "It is set up by hand"};
  }
  if (seen.parked_task == "profile") return {"Profile", StepState::failed, seen.parked_reason};
  return {"Profile", StepState::waiting, reason_or(record.profile_reason, "It is being written")};
}

PathStep ticket(const Record& record, const PhoneObservations& seen, const Entries& entries) {
  if (record.ticket == TicketState::done) {
    return {"Ticket", record.ticket_is_settled ? StepState::done : StepState::waiting,
            "Ticket " + std::to_string(record.ticket_number) + " is " + record.ticket_status,
            last(entries, {"ticket"})};
  }
  if (record.ticket == TicketState::none) return {"Ticket", StepState::left_out};
  if (record.ticket == TicketState::parked) {
    const std::string reason = seen.parked_task == "ticket" ? seen.parked_reason : "";
    return {"Ticket", StepState::failed, reason_or(reason, "It was refused")};
  }
  return {"Ticket", StepState::waiting, "It is being created"};
}

PathStep phone(const Record& record, const PhoneObservations& seen, const Entries&) {
  if (!seen.contacts.empty()) return {"Phone", StepState::done, "Online", seen.online()};
  if (!seen.doubtful.empty()) {
    return {"Phone", StepState::unknown, "It or another phone is online"};
  }
  if (!seen.contacts_are_known) {
    return {"Phone", StepState::unknown, "The exchange does not answer"};
  }
  if (seen.is_lost()) return {"Phone", StepState::failed, "Lost", seen.missing_since};
  if (seen.fetched) {
    return {"Phone", StepState::waiting, "Fetched its profile", seen.fetched->at};
  }
  if (!record.is_complete()) return {"Phone", StepState::ahead};
  return {"Phone", StepState::waiting, record.wanted.mac ? "Plug it in" : "Set it up"};
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
